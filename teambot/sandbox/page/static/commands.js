// The line at the bottom: type / and the commands that I may use are listed; one with options asks for them.
import { showCommand } from "./forms.js";
import { act, element, note } from "./wire.js";

export class Composer {
  constructor(wire, after) {
    this.wire = wire; // () => {me, channel, commands, lists, eyes}
    this.after = after;
    this.at = 0;
    this.input = document.getElementById("typed");
    this.list = document.getElementById("matches");
    this.input.addEventListener("input", () => { this.at = 0; this.show(); });
    this.input.addEventListener("focus", () => this.show());
    this.input.addEventListener("keydown", (event) => this.key(event));
    document.getElementById("composer").addEventListener("submit", (event) => { event.preventDefault(); this.run(this.found()[this.at]); });
    document.addEventListener("pointerdown", (event) => event.target.closest("#composer") || this.close());
  }

  // What does not begin with / is said in the channel, as on any Discord.
  found() {
    if (this.input.value && !this.input.value.startsWith("/")) return [];
    const words = this.input.value.replace(/^\//, "").toLowerCase().split(/\s+/).filter(Boolean);
    const typed = words.join(" ");
    // A name that begins as typed comes before one that only has the words somewhere.
    return this.wire().commands
      .filter((one) => words.every((word) => `${one.name} ${one.description}`.toLowerCase().includes(word)))
      .sort((one, other) => other.name.startsWith(typed) - one.name.startsWith(typed));
  }

  show() {
    const rows = this.found().map((one, index) => element("li", {
      role: "option", "aria-selected": String(index === this.at),
      onpointerdown: (event) => { event.preventDefault(); this.run(one); },
    }, element("strong", {}, `/${one.name}`), element("small", {}, one.description)));
    this.list.replaceChildren(...rows);
    this.list.hidden = !rows.length;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    if (!step) return;
    event.preventDefault();
    const count = this.found().length;
    this.at = count ? (this.at + step + count) % count : 0;
    this.show();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  async run(command) {
    const wire = this.wire();
    const text = this.input.value.trim();
    const said = text && !text.startsWith("/") && this.list.hidden;
    if (!command && !said) return void (text && note("There is no command of that name for you here."));
    this.input.value = "";
    this.close();
    if (said) return this.after(await act("say", { as: wire.me, channel: wire.place, text }));
    this.input.blur();
    if (command.options.length) showCommand(command, wire, this.after);
    else this.after(await act("command", { as: wire.me, channel: wire.channel, name: command.name, options: {} }));
  }
}
