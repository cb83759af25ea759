// Discord's message components to nodes. What is pressed or chosen is told to `hands`: {press, choose}.
import { markdown } from "./markdown.js";
import { element, reachable } from "./wire.js";

const LINK = 5;
const STYLES = { 1: "primary", 4: "danger" };
const PEOPLE = 5, ROLES = 6, CHANNELS = 8;

const kinds = {
  1: (part, at) => element("div", { className: "row" }, ...children(part, at)),
  2: button,
  3: menu, 5: menu, 6: menu, 7: menu, 8: menu,
  9: (part, at) => element("div", { className: "section" },
    element("div", { className: "text" }, ...children(part, at)), draw(part.accessory, at)),
  10: (part, at) => markdown(part.content, at.eyes),
  13: (part, at) => element("a", { className: "file", href: at.file(part.file.attachment_id), download: part.name },
    part.name, element("small", {}, size(part.size))),
  14: (part) => element("hr", { className: part.divider === false ? "space" : "" }),
  17: container,
};

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
}

export function draw(part, at) {
  return kinds[part.type]?.(part, at) ?? element("p", { className: "loading" }, "(something that this page cannot draw)");
}

function children(part, at) {
  return part.components.map((one) => draw(one, at));
}

function container(part, at) {
  const made = element("div", { className: "container" }, ...children(part, at));
  if (part.accent_color) made.style.setProperty("--edge", `#${part.accent_color.toString(16).padStart(6, "0")}`);
  return made;
}

function button(part, at) {
  const label = [part.emoji?.name, part.label].filter(Boolean).join(" ");
  if (part.style === LINK) {
    const open = () => window.open(reachable(part.url), "_blank", "noopener,noreferrer");
    return element("button", { type: "button", className: "link", title: part.url, disabled: part.disabled, onclick: open }, `${label} ↗`);
  }
  const press = () => at.hands.press(part.custom_id);
  return element("button", { type: "button", className: STYLES[part.style] ?? "", disabled: part.disabled, onclick: press }, label);
}

// What a menu offers: [{label, value, description, chosen}], whatever its kind.
function offered(part, at) {
  if (part.options) return part.options.map((one) => ({ ...one, chosen: one.default }));
  const from = { [PEOPLE]: at.lists.people, [ROLES]: at.lists.roles, [CHANNELS]: at.lists.channels }[part.type];
  const chosen = new Set((part.default_values ?? []).map((one) => String(one.id)));
  return (from ?? [...at.lists.people, ...at.lists.roles]).map((one) => ({ label: one.name, value: one.id, chosen: chosen.has(one.id) }));
}

function menu(part, at) {
  const least = part.min_values ?? 1;
  const options = offered(part, at);
  if ((part.max_values ?? 1) > 1) return many(part, at, options);
  const empty = element("option", { value: "", disabled: least > 0 && options.some((one) => one.chosen) }, part.placeholder || "Choose …");
  const made = element("select", {
    disabled: part.disabled, "aria-label": part.placeholder || "Choose",
    onchange: () => (made.value || !least) && at.hands.choose(part.custom_id, made.value ? [made.value] : []),
  }, empty, ...options.map((one) => element("option", { value: one.value, selected: Boolean(one.chosen) }, one.label)));
  if (!options.some((one) => one.chosen)) empty.selected = true;
  return made;
}

function many(part, at, options) {
  const boxes = options.map((one) => element("input", { type: "checkbox", value: one.value, checked: Boolean(one.chosen) }));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return element("details", { className: "many" },
    element("summary", {}, part.placeholder || "Choose …"),
    ...options.map((one, index) => element("label", {}, boxes[index], ` ${one.label}`)),
    element("button", { type: "button", disabled: part.disabled, onclick: () => at.hands.choose(part.custom_id, chosen()) }, "Choose these"));
}

function stamp(message, eyes) {
  const moment = new Date(message.at);
  const shown = new Intl.DateTimeFormat(eyes.locale, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: eyes.zone });
  return element("time", { dateTime: message.at }, shown.format(moment));
}

function embed(one, eyes) {
  const fields = (one.fields ?? []).map((field) => `**${field.name}**\n${field.value}`);
  return element("div", { className: "container" }, markdown([one.title && `### ${one.title}`, one.description, ...fields].filter(Boolean).join("\n"), eyes));
}

// *Apps* on Discord: hand this very message to the bot. It sees the words of no other.
function apps(message, at) {
  if (message.private || !at.menus.length) return null;
  const made = element("details", { className: "apps" },
    element("summary", { ariaLabel: "Apps", title: "Apps" }, "…"),
    element("div", {}, ...at.menus.map((name) => element("button", { type: "button", onclick: () => { made.open = false; at.hands.menu(name); } }, name))));
  return made;
}

// One message as `eyes` see it.
export function drawMessage(message, at) {
  const by = element("div", { className: "by" }, element("strong", {}, message.author),
    message.bot ? element("span", { className: "bot" }, "BOT") : null, stamp(message, at.eyes),
    message.edited ? element("small", {}, "(edited)") : null,
    message.private ? element("small", {}, "only you see this") : null, apps(message, at));
  const body = element("div", { className: "body" });
  if (message.loading) body.append(element("p", { className: "loading" }, "teambot is thinking …"));
  if (message.content) body.append(markdown(message.content, at.eyes));
  body.append(...message.embeds.map((one) => embed(one, at.eyes)), ...message.components.map((one) => draw(one, at)));
  return element("li", { className: message.private ? "private" : "" }, by, body);
}
