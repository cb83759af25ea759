// The page: who I am, where I look, the story's clock. It holds no truth: it draws what the sandbox's server tells.
import { Composer } from "./commands.js";
import { drawMessage } from "./draw.js";
import { showBlog, showForm, showPublish, showRetitle, showTools } from "./forms.js";
import { when } from "./markdown.js";
import { act, element, listen, note, reachable, state } from "./wire.js";

const byId = (id) => document.getElementById(id);
const here = { me: sessionStorage.getItem("me"), place: sessionStorage.getItem("place"), told: null, drawn: new Map(), seen: {} };

function eyes() {
  const me = here.told.people.find((one) => one.id === here.me);
  return { zone: me.zone, locale: me.locale, town: me.town, now: new Date(here.told.now), names: here.told.names };
}

function lists() {
  return { people: here.told.people.filter((one) => one.here), roles: here.told.roles, channels: here.told.places.filter((one) => one.kind !== "dm") };
}

// Who has left the server and never had a direct message sees no place at all.
const NOWHERE = { id: "", name: "", kind: "nowhere", menus: [], messages: [] };

function place() {
  return here.told.places.find((one) => one.id === here.place) ?? here.told.places[0] ?? NOWHERE;
}

// The commands are the server's: from the direct messages they are used in its first channel.
function commandPlace() {
  return place().kind === "dm" ? here.told.places.find((one) => one.kind !== "dm")?.id ?? "" : place().id;
}

async function refresh() {
  const told = await state(here.me);
  if (told.failed) return note(told.failed);
  here.told = told;
  here.me = told.me;
  sessionStorage.setItem("me", here.me);
  draw();
}

function draw() {
  byId("server").textContent = here.told.server;
  byId("clock").textContent = `${when(new Date(here.told.now), "F", eyes())} in ${eyes().town}`;
  byId("clock").dateTime = here.told.now;
  byId("next").disabled = here.told.busy;
  byId("step").textContent = here.told.step ? `${here.told.step.what} · ${when(new Date(here.told.step.at), "F", eyes())}` : "";
  byId("people").replaceChildren(...here.told.people.filter((one) => one.founder).map(person));
  byId("others").replaceChildren(...here.told.people.filter((one) => !one.founder).map(person));
  byId("own").replaceChildren(...own());
  here.place = place().id;
  sessionStorage.setItem("place", here.place);
  (here.seen[here.me] ??= {})[here.place] = place().messages.length;
  byId("places").replaceChildren(...here.told.places.map(placed));
  byId("place").textContent = title(place());
  messages();
  if (matchMedia("(max-width: 46rem)").matches) for (const one of document.querySelectorAll("nav [aria-pressed=true]")) one.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function pick(label, about, chosen, fresh, choose, now = "") {
  const inside = [fresh ? element("span", { className: "new", title: "new messages" }, String(fresh)) : null, label, about ? element("small", {}, about) : null, now ? element("small", { className: "now" }, now) : null];
  return element("li", {}, element("button", { type: "button", "aria-pressed": String(chosen), onclick: choose }, ...inside));
}

function person(one) {
  return pick(one.name, one.here ? `${one.blog}, ${one.town}` : "has left the server", one.id === here.me, 0, () => { here.me = one.id; here.drawn.clear(); refresh(); }, one.here ? one.blog_now : "");
}

// What I can do that is no bot's business: with my blog, and with the server.
function own() {
  const me = here.told.people.find((one) => one.id === here.me);
  const open = () => window.open(reachable(me.address), "_blank", "noopener,noreferrer");
  const move = async (verb) => after(await act(verb, { as: here.me }));
  return [
    ["Write on my blog …", () => showBlog(me, after)],
    ["Publish a post …", () => showPublish(me, after)],
    ["Change a title …", () => refresh().then(() => showRetitle(me, here.told.posts, after))],
    ["Move or break my blog …", () => showTools(me, here.told.blog_tools, after)],
    ["See my blog ↗", open],
    ["Post my newest link here", () => act("say", { as: here.me, channel: here.place, text: here.told.posts[0].url }).then(after)],
    me.here ? ["Leave the server", () => move("leave")] : ["Come back", () => move("back")],
  ].map(([label, onclick]) => element("li", {}, element("button", { type: "button", onclick }, label)));
}

function title(one) {
  if (one === NOWHERE) return "Not on the server";
  if (one.kind === "thread") return `↳ ${one.name}`;
  return one.kind === "dm" ? "Direct messages from teambot" : `# ${one.name}`;
}

function placed(one) {
  const fresh = one.messages.length - (here.seen[here.me]?.[one.id] ?? 0);
  return pick(title(one), one.archived ? "archived; a message wakes it" : "", one.id === here.place, Math.max(fresh, 0), () => { here.place = one.id; draw(); });
}

// Only what changed is drawn again: an open menu or a half-read text stays where it is.
function messages() {
  const list = byId("messages");
  const low = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const before = here.shown?.key === `${here.me} ${here.place}` ? here.shown.ids : null;
  const held = before ? topmost(list) : null;
  const fresh = new Set(), answers = new Set();
  const shown = place().messages.map((message) => {
    const text = JSON.stringify([message, here.told.now, here.me, place().menus]);
    const known = here.drawn.get(message.id);
    if (known?.text === text) return known.node;
    const node = drawMessage(message, { eyes: eyes(), lists: lists(), menus: place().menus, hands: hands(message), file: (id) => `/file/${message.id}/${id}?as=${here.me}` });
    node.dataset.message = message.id;
    here.drawn.set(message.id, { text, node, loading: message.loading });
    if (before && (!before.has(message.id) || known?.loading)) (message.private ? answers : fresh).add(node);
    return node;
  });
  here.shown = { key: `${here.me} ${here.place}`, ids: new Set(place().messages.map((message) => message.id)) };
  if (shown.length !== list.children.length || shown.some((node, index) => list.children[index] !== node)) {
    list.replaceChildren(...(shown.length ? shown : [element("li", { className: "empty" }, "Nothing here yet.")]));
  }
  const first = shown.find((node) => answers.has(node)) ?? shown.find((node) => fresh.has(node));
  if (low || !before || answers.size) show(list, first);
  else if (held) stay(list, held);
}

// Where somebody reads: the first message that they see, and how far from the top.
function topmost(list) {
  const node = [...list.children].find((one) => one.offsetTop + one.offsetHeight > list.offsetTop + list.scrollTop);
  return node?.dataset.message ? { id: node.dataset.message, below: node.offsetTop - list.scrollTop } : null;
}

// Whatever was drawn anew or came in above or below, the same words stand where they stood.
function stay(list, held) {
  const node = here.drawn.get(held.id)?.node;
  if (node?.parentNode === list) list.scrollTop = node.offsetTop - held.below;
}

// What is new, an answer to oneself before all else, is read from its beginning: down to its end only where all of it fits.
function show(list, first) {
  list.scrollTop = list.scrollHeight;
  if (first && first.offsetTop - list.offsetTop < list.scrollTop) list.scrollTop = first.offsetTop - list.offsetTop - 8;
}

function hands(message) {
  const facts = { as: here.me, message: message.id };
  return {
    press: async (custom_id) => after(await act("press", { ...facts, custom_id })),
    menu: async (name) => after(await act("menu", { ...facts, name })),
    choose: async (custom_id, values) => after(await act("choose", { ...facts, custom_id, values })),
  };
}

function after(answer) {
  if (answer.failed) note(answer.failed);
  if (answer.form) showForm(here.me, answer.form, eyes(), after);
  if (answer.place && here.told.places.some((one) => one.id === answer.place)) here.place = answer.place;
  refresh();
}

document.addEventListener("pointerdown", (event) => {
  for (const one of document.querySelectorAll(".apps[open]")) one.open = one.contains(event.target);
});

byId("next").addEventListener("click", async () => {
  byId("next").disabled = true;
  after(await act("next", {}));
});

let soon = 0;
listen(() => { clearTimeout(soon); soon = setTimeout(refresh, 60); });
refresh().then(() => new Composer(() => ({ me: here.me, channel: commandPlace(), place: here.place, commands: here.told.commands, lists: lists(), eyes: eyes() }), after));
