// Logs in to the loopback Discord, registers a command and a menu on messages, answers the command, shows a button,
// answers the press, reads the message that the menu hands over, offers it in a thread of its own, and leaves.
// Addresses and token come from the environment; each step is told on standard output as a line of JSON.
'use strict';

const { ActionRowBuilder, ApplicationCommandType, ButtonBuilder, ButtonStyle, ChannelType, Client, Events, GatewayIntentBits, MessageFlags } = require('discord.js');

const { DOUBLE_API, DOUBLE_TOKEN } = process.env;
const tell = (step, more = {}) => process.stdout.write(`${JSON.stringify({ step, ...more })}\n`);
// discord.js puts the version behind the base address itself.
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: DOUBLE_API.replace(/\/v10$/, '') } });

client.once(Events.ClientReady, async (ready) => {
  const command = { name: 'hello', description: 'Say hello', options: [{ name: 'whom', description: 'Whom', type: 3, required: true }] };
  const registered = await ready.application.commands.set([command, { name: 'Offer this post', type: ApplicationCommandType.Message }]);
  tell('registered', { names: registered.map((each) => each.name) });
});

client.on(Events.InteractionCreate, async (act) => {
  if (act.isChatInputCommand()) {
    await act.deferReply({ flags: MessageFlags.Ephemeral });
    const button = new ButtonBuilder().setCustomId('bye').setLabel('Bye').setStyle(ButtonStyle.Primary);
    await act.editReply({ content: `hello ${act.options.getString('whom')}`, components: [new ActionRowBuilder().addComponents(button)] });
    tell('answered');
  } else if (act.isButton()) {
    await act.update({ content: `bye ${act.user.displayName}`, components: [] });
    await act.channel.send({ content: 'and a message' });
    tell('pressed');
  } else if (act.isMessageContextMenuCommand()) {
    await act.deferReply({ flags: MessageFlags.Ephemeral });
    const thread = await act.channel.threads.create({ name: 'Offers', type: ChannelType.PublicThread, autoArchiveDuration: 10080 });
    await thread.send({ content: act.targetMessage.content, allowedMentions: { parse: [] } });
    const [, other] = await Promise.all([act.editReply({ content: thread.name }), act.channel.threads.fetchActive()]);
    tell('offered', { by: act.targetMessage.author.username, threads: other.threads.map((each) => each.name) });
    client.once(Events.ThreadDelete, (gone) => tell('gone', { name: gone.name }));
  }
});

client.on(Events.Error, (error) => tell('error', { message: String(error) }));
process.stdin.on('end', () => client.destroy().then(() => process.exit(0)));
process.stdin.resume();
client.login(DOUBLE_TOKEN).catch((error) => {
  tell('error', { message: String(error) });
  process.exit(1);
});
