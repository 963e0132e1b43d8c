// What a message carries besides text.
import { button, h, icon } from "./dom.js";
import { language, number, t } from "./language.js";
import { dialog } from "./dialog.js";

export function renderMedia(media, caption) {
  const { kind, name, text } = media;
  // Nothing is ever loaded from elsewhere than the server's own files.
  const src = String(media.url).startsWith("/sandbox/api/file/") ? media.url : null;
  switch (kind) {
    case "photo": return photo(media, src, caption);
    case "sticker": case "dice":
      return src ? h("img", { class: "sticker", src, alt: text || t(kind) })
        : h("div", { class: "sticker" }, text || "🎲");
    case "location": return location(media);
    case "contact": return card("user", name || t("contact"), text);
    case "poll": return card("check", name || t("poll"), text);
    case "animation": case "video":
      if (src) return h("video", { src, controls: true, playsinline: true, loop: kind === "animation", label: t(kind) });
      break;
    case "voice": case "audio":
      if (src) return h("audio", { src, controls: true, label: name || t(kind) });
  }
  const node = card("file", name || t(mediaWord(kind)), src ? sizeText(media.size) : t("noFile"));
  return src ? h("a", { class: "card", href: src, download: name || "", test: "document" }, [...node.childNodes]) : node;
}

export const mediaWord = (kind) => (kind === "document" ? "file" : kind);
export const isBare = (media) => media?.kind === "sticker" || media?.kind === "dice";

function photo({ width, height }, src, caption) {
  const shape = width > 0 && height > 0 ? {
    "--width": `${Math.max(120, Math.round(width * Math.min(1, 380 / width, 400 / height)))}px`,
    "--ratio": Math.max(0.4, Math.min(width / height, 4)),
  } : {};
  const lost = () => h("div", { class: "photo lost", vars: shape }, icon("image"), t("noFile"));
  if (!src) return lost();
  const alt = caption || t("photo");
  const node = button({ class: "photo", vars: shape, "aria-label": `${t("openPhoto")}: ${alt}`, test: "photo",
    onclick: () => lightbox(src, alt) }, h("img", { src, alt, onerror: () => node.replaceWith(lost()) }));
  return node;
}

function lightbox(src, alt) {
  const node = dialog({ title: alt.slice(0, 80), kind: "lightbox", test: "lightbox",
    body: h("img", { src, alt, onclick: () => node.close() }) });
}

export const card = (name, title, text) => h("div", { class: "card" }, h("span", { class: "card-icon" }, icon(name)),
  h("span", { class: "card-text" }, h("b", { dir: "auto" }, title), text && h("span", { dir: "auto" }, text)));

function location({ latitude, longitude, name }) {
  const side = (value, signs) => `${number(Math.abs(value))}° ${signs[value < 0 ? 1 : 0]}`;
  return h("div", { class: "card", test: "location" },
    h("span", { class: "globe", vars: { "--x": `${(longitude + 180) / 3.6}%`, "--y": `${(90 - latitude) / 1.8}%` } }),
    h("span", { class: "card-text" }, h("b", { dir: "auto" }, name || t("location")),
      h("span", null, side(latitude, "NS"), ", ", side(longitude, "EW"))));
}

export function sizeText(bytes) {
  if (!(bytes > 0)) return null;
  const step = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(language(), { style: "unit", unit: ["byte", "kilobyte", "megabyte", "gigabyte"][step],
    unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0 }).format(bytes / 1000 ** step);
}
