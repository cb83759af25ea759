// Discord's forms (modals) and a command's options, as a dialog that can be filled.
import { act, element, note } from "./wire.js";
import { markdown } from "./markdown.js";

const dialog = () => document.getElementById("dialog");

// Show fields, each {id, node, read()}; where `send(values)` answers {failed}, that is told and the dialog stays open.
function ask(title, fields, verb, send, after) {
  const wrong = element("p", { className: "wrong", role: "alert", hidden: true });
  const go = element("button", { type: "submit", className: "primary" }, verb);
  const form = element("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      go.disabled = true;
      const values = Object.fromEntries(fields.filter((one) => one.id).map((one) => [one.id, one.read()]).filter(([, value]) => value !== undefined));
      const answer = await send(values);
      go.disabled = false;
      wrong.textContent = answer.failed ?? "";
      wrong.hidden = !answer.failed;
      if (answer.failed) return;
      dialog().close();
      after(answer); // it may bring the next form, into this same dialog
    },
  }, element("h2", { id: "dialog-title" }, title), ...fields.map((one) => one.node), wrong,
  element("div", { className: "row" }, element("button", { type: "button", onclick: () => dialog().close() }, "Cancel"), go));
  dialog().replaceChildren(form);
  if (!dialog().open) dialog().showModal();
}

function field(id, label, hint, control, read) {
  control.id ||= `field-${id}`;
  const name = element("label", { htmlFor: control.id }, label);
  return { id, read, node: element("div", { className: "field" }, name, hint ? element("small", {}, hint) : null, control) };
}

function group(part, kind) {
  const boxes = part.options.map((one) => element("input", { type: kind, name: part.custom_id, value: one.value, checked: Boolean(one.default) }));
  const labels = part.options.map((one, index) => element("label", { className: "option" }, boxes[index], ` ${one.label}`, one.description ? element("small", {}, one.description) : null));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const node = element("fieldset", { className: "field" }, element("legend", {}, part.label), part.description ? element("small", {}, part.description) : null, ...labels);
  return { id: part.custom_id, node, read: kind === "radio" ? () => chosen()[0] : chosen };
}

function textInput(part) {
  const facts = { value: part.value ?? "", required: part.required };
  if (part.most) facts.maxLength = part.most;
  const control = part.long ? element("textarea", { ...facts, rows: part.most > 1000 ? 10 : 3 }) : element("input", { ...facts, type: "text" });
  return field(part.custom_id, part.label, part.description, control, () => control.value);
}

function select(part) {
  const many = (part.most ?? 1) > 1;
  const options = part.options.map((one) => element("option", { value: one.value, selected: Boolean(one.default) }, one.label));
  const control = element("select", { multiple: many, required: part.required }, many ? null : element("option", { value: "" }, "Choose …"), ...options);
  const chosen = () => [...control.selectedOptions].map((one) => one.value).filter(Boolean);
  return field(part.custom_id, part.label, part.description, control, chosen);
}

function tick(part) {
  const control = element("input", { type: "checkbox", checked: Boolean(part.value) });
  return field(part.custom_id, part.label, part.description, control, () => control.checked);
}

const made = {
  words: (part, eyes) => ({ node: markdown(part.label, eyes) }),
  text: textInput, select, users: select, checkbox: tick,
  radio: (part) => group(part, "radio"), checkboxes: (part) => group(part, "checkbox"),
};

// A form that the bot opened.
export function showForm(me, form, eyes, after) {
  const fields = form.fields.map((part) => (made[part.kind] ?? select)(part, eyes));
  ask(form.title, fields, "Submit", (values) => act("fill", { as: me, form: form.id, values }), after);
}

// What my blog says of itself: a token put there proves that it is mine.
export function showBlog(me, after) {
  const words = textInput({ custom_id: "about", label: "What its front page says", description: me.address, value: me.about, long: true, most: 2000, required: false });
  ask(me.blog, [words], "Put this on my blog", (values) => act("write", { as: me.id, text: values.about }), after);
}

// What happens to my blog without the bot: a new post, another title, a move, an outage.
export function showPublish(me, after) {
  const title = textInput({ custom_id: "title", label: "Title", required: true, most: 200 });
  const line = textInput({ custom_id: "line", label: "What a reader gets from it", required: true, most: 500 });
  const day = element("input", { type: "date" });
  const at = field("at", "Dated (optional)", "Empty: now. The past is fine.", day, () => day.value || undefined);
  ask(me.blog, [title, line, at], "Publish", (values) => act("publish", { as: me.id, ...values }), after);
}

export function showRetitle(me, posts, after) {
  const which = select({ custom_id: "path", label: "Post", required: true, options: posts.map((one) => ({ label: one.title, value: one.path })) });
  const title = textInput({ custom_id: "title", label: "Its new title", required: true, most: 200 });
  ask(me.blog, [which, title], "Change it", (values) => act("retitle", { as: me.id, path: values.path[0], title: values.title }), after);
}

export function showTools(me, tools, after) {
  const which = select({ custom_id: "what", label: "What happens to it", description: me.blog_now, required: true, options: tools });
  ask(me.blog, [which], "Do it", (values) => act("happen", { as: me.id, what: values.what[0] }), after);
}

const STRING = 3, WHOLE = 4, YES_NO = 5, PERSON = 6, CHANNEL = 7, ROLE = 8, NUMBER = 10;

// A slash command's options; `wire` is {me, channel, lists, eyes}.
export function showCommand(command, wire, after) {
  const fields = command.options.map((option) => optionField(command, option, wire, () => fields));
  const facts = { as: wire.me, channel: wire.channel, name: command.name };
  ask(`/${command.name}`, fields, "Run", (options) => act("command", { ...facts, options }), after);
}

function optionField(command, option, wire, all) {
  const from = { [PERSON]: wire.lists.people, [CHANNEL]: wire.lists.channels, [ROLE]: wire.lists.roles }[option.type]?.map((one) => ({ name: one.name, value: one.id }))
    ?? option.choices ?? (option.type === YES_NO ? [{ name: "Yes", value: "true" }, { name: "No", value: "false" }] : null);
  const label = option.required ? option.name : `${option.name} (optional)`;
  if (from) {
    const control = element("select", { required: option.required }, element("option", { value: "" }, "–"), ...from.map((one) => element("option", { value: one.value }, one.name)));
    return field(option.name, label, option.description, control, () => typed(option, control.value));
  }
  if (option.autocomplete) return suggested(command, option, label, wire, all);
  const number = option.type === WHOLE || option.type === NUMBER;
  const control = element("input", { type: number ? "number" : "text", required: option.required, min: option.min_value, max: option.max_value });
  return field(option.name, label, option.description, control, () => typed(option, control.value));
}

function typed(option, value) {
  if (value === "") return undefined;
  if (option.type === YES_NO) return value === "true";
  return [WHOLE, NUMBER].includes(option.type) && option.type !== STRING ? Number(value) : value;
}

function suggested(command, option, label, wire, all) {
  let value = "";
  let timer = 0;
  const list = element("ul", { className: "choices", hidden: true, "aria-label": `Choices for ${option.name}` });
  const choose = (choice) => { value = choice.value; control.value = choice.name; list.hidden = true; };
  const look = async () => {
    const options = Object.fromEntries(all().filter((one) => one.id !== option.name).map((one) => [one.id, one.read()]).filter(([, one]) => one !== undefined));
    const answer = await act("autocomplete", { as: wire.me, channel: wire.channel, name: command.name, option: option.name, text: control.value, options });
    if (answer.failed) note(answer.failed);
    list.replaceChildren(...(answer.choices ?? []).map((choice) => element("li", {}, element("button", { type: "button", className: "link", onclick: () => choose(choice) }, choice.name))));
    list.hidden = !(answer.choices ?? []).length;
  };
  const soon = () => { value = control.value; clearTimeout(timer); timer = setTimeout(look, 200); };
  const control = element("input", { type: "text", required: option.required, oninput: soon, onfocus: soon, autocomplete: "off" });
  const made = field(option.name, label, option.description, control, () => typed(option, value));
  made.node.append(list);
  return made;
}
