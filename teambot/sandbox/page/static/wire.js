// What the page asks of its server. Every word from it is shown as text, never as markup.

async function answered(response) {
  const body = await response.json().catch(() => ({ failed: `The sandbox answered ${response.status}.` }));
  return response.ok || body.failed ? body : { failed: `The sandbox answered ${response.status}.` };
}

export async function state(me) {
  return answered(await fetch(`/state?as=${encodeURIComponent(me ?? "")}`));
}

export async function act(verb, facts) {
  try {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(facts) };
    return await answered(await fetch(`/do/${verb}`, options));
  } catch {
    return { failed: "The sandbox does not answer any more. Is it still running?" };
  }
}

// The sample blogs' names are known to the bot alone: the browser reads their pages through the sandbox.
export function reachable(url) {
  return url.replace(/^http:\/\/([a-z0-9.-]+\.test)(?=\/|$)/i, "/blog/$1");
}

// Call `changed` whenever something in the sandbox did, and once when the stream (re)opens.
export function listen(changed) {
  const stream = new EventSource("/events");
  stream.addEventListener("open", changed);
  stream.addEventListener("message", changed);
}

export function element(tag, facts = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined));
  return made;
}

export function note(text) {
  const place = document.getElementById("note");
  place.textContent = text ?? "";
  place.hidden = !text;
  clearTimeout(note.timer);
  if (text) note.timer = setTimeout(() => note(""), 9000);
}
