// Discord's markdown, the part that bots use, to nodes: emphasis, headings, lists, quotes, code, links, mentions, times.
import { element, reachable } from "./wire.js";

const HEADINGS = { "#": "h3", "##": "h4", "###": "h5" };
const PAIRS = [["**", "strong"], ["__", "u"], ["~~", "s"], ["||", "spoiler"], ["*", "em"], ["_", "em"]];
const SAFE = /^https?:\/\//i;
const TIMES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
};

export function when(moment, style, eyes) {
  const seconds = (moment - eyes.now) / 1000;
  if (style === "R") {
    const steps = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
    const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
    return new Intl.RelativeTimeFormat(eyes.locale, { numeric: "auto" }).format(Math.round(seconds / size), unit);
  }
  return new Intl.DateTimeFormat(eyes.locale, { ...(TIMES[style] ?? TIMES.f), timeZone: eyes.zone }).format(moment);
}

function link(url, inside) {
  return SAFE.test(url) ? element("a", { href: reachable(url), target: "_blank", rel: "noreferrer noopener" }, ...inside) : element("span", {}, ...inside);
}

function angled(text, eyes) {
  let found = /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/.exec(text);
  if (found) {
    const moment = new Date(Number(found[1]) * 1000);
    return [found[0], element("time", { dateTime: moment.toISOString(), title: when(moment, "F", eyes) }, when(moment, found[2], eyes))];
  }
  found = /^<(@!?|@&|#)(\d{1,20})>/.exec(text);
  if (found) {
    const sign = found[1] === "#" ? "#" : "@";
    return [found[0], element("span", { className: "mention" }, sign + (eyes.names[found[2]] ?? "unknown"))];
  }
  found = /^<\/([^:>]{1,100}):\d+>/.exec(text);
  if (found) return [found[0], element("span", { className: "mention" }, `/${found[1]}`)];
  found = /^<(https?:\/\/[^\s>]+)>/.exec(text);
  return found ? [found[0], link(found[1], [found[1]])] : null;
}

function paired(text, at, eyes) {
  for (const [sign, tag] of PAIRS) {
    if (!text.startsWith(sign, at) || (sign[0] === "_" && /\w/.test(text[at - 1] ?? ""))) continue;
    let end = text.indexOf(sign, at + sign.length + 1);
    while (end > 0 && text[end - 1] === "\\") end = text.indexOf(sign, end + 1);
    if (end < 0) continue;
    const inside = inline(text.slice(at + sign.length, end), eyes);
    const made = tag === "spoiler" ? element("span", { className: "spoiler", tabIndex: 0 }, ...inside) : element(tag, {}, ...inside);
    return [text.slice(at, end + sign.length), made];
  }
  return null;
}

function special(text, at, eyes) {
  const rest = text.slice(at);
  if (rest[0] === "<") return angled(rest, eyes);
  let found = /^`([^`]+)`/.exec(rest);
  if (found) return [found[0], element("code", {}, found[1])];
  found = /^\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/.exec(rest);
  if (found) return [found[0], link(found[2], inline(found[1], eyes))];
  found = /^https?:\/\/[^\s<>]+[^\s<>.,;:!?"')\]]/.exec(rest);
  if (found) return [found[0], link(found[0], [found[0]])];
  return paired(text, at, eyes);
}

function inline(text, eyes) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length;) {
    if (text[at] === "\\" && /[^\sA-Za-z0-9]/.test(text[at + 1] ?? "")) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    const found = /[<`[*_~|h]/.test(text[at]) ? special(text, at, eyes) : null;
    if (!found) {
      plain += text[at++];
      continue;
    }
    if (plain) nodes.push(plain);
    plain = "";
    nodes.push(found[1]);
    at += found[0].length;
  }
  return plain ? [...nodes, plain] : nodes;
}

function line(text, eyes) {
  let found = /^(#{1,3}) (.+)$/.exec(text);
  if (found) return element(HEADINGS[found[1]], {}, ...inline(found[2], eyes));
  found = /^-# (.+)$/.exec(text);
  if (found) return element("p", {}, element("small", {}, ...inline(found[1], eyes)));
  found = /^> (.*)$/.exec(text);
  if (found) return element("blockquote", {}, ...inline(found[1], eyes));
  found = /^\s*[-*] (.+)$/.exec(text);
  if (found) return element("ul", {}, element("li", {}, ...inline(found[1], eyes)));
  return element("p", {}, ...inline(text, eyes));
}

// `eyes` is how the reader sees: {zone, locale, now: Date, names: {id: name}}.
export function markdown(text, eyes) {
  const place = element("div", { className: "text" });
  for (const [index, part] of text.split(/```(?:\w*\n)?/).entries()) {
    if (index % 2) place.append(element("pre", {}, part));
    else for (const one of part.split("\n")) if (one.trim()) join(place, line(one, eyes));
  }
  return place;
}

function join(place, made) {
  const last = place.lastElementChild;
  if (last?.tagName === made.tagName && made.tagName === "UL") last.append(...made.children);
  else if (last?.tagName === made.tagName && made.tagName === "BLOCKQUOTE") last.append(element("br"), ...made.childNodes);
  else place.append(made);
}
