// Message effects: a short burst of the effect's emoji from the message, for who has not asked for less motion.
import { h } from "./dom.js";

const EFFECTS = {
  "5104841245755180586": "🔥", "5107584321108051014": "👍", "5159385139981059251": "❤️",
  "5046509860389126442": "🎉", "5104858069142078462": "👎", "5046589136895476101": "💩",
};

export function burst(node, effect) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const emoji = EFFECTS[effect] ?? "✨";
  const layer = h("div", { class: "burst", "aria-hidden": "true" }, Array.from({ length: 14 }, (_, i) => h("span", {
    vars: { "--turn": `${(i / 14) * 360}deg`, "--far": `${70 + (i % 4) * 34}px`, "--late": `${(i % 5) * 50}ms` },
  }, h("i", null, emoji))));
  node.append(layer);
  setTimeout(() => layer.remove(), 2200);
}
