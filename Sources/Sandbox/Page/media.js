// What a message carries besides text.
import { h, icon, iconButton } from "./dom.js";
import { number, t } from "./language.js";

/// The address of a file if it is one of the server's own, else null: nothing is ever loaded from elsewhere.
function fileUrl(media) {
  const url = media?.url;
  return typeof url === "string" && url.startsWith("/sandbox/api/file/") ? url : null;
}

export function renderMedia(media, description) {
  const url = fileUrl(media);
  switch (media.kind) {
    case "photo": return photo(media, url, description);
    case "animation": case "video":
      if (!url) return card("image", media.name || t(media.kind), media.text);
      return h("video", { class: "video", src: url, controls: true, playsinline: true, preload: "metadata",
        loop: media.kind === "animation", "aria-label": t(media.kind) });
    case "voice": case "audio":
      if (!url) return card("file", media.name || t(media.kind), media.text);
      return h("audio", { src: url, controls: true, preload: "metadata", "aria-label": media.name || t(media.kind) });
    case "sticker": case "dice":
      if (url) return h("img", { class: "sticker-image", src: url, alt: media.text || t(media.kind) });
      return h("div", { class: "sticker", role: "img", "aria-label": `${t(media.kind)} ${media.text ?? ""}` },
        media.text || "🎲");
    case "location": return location(media);
    case "contact": return card("user", media.name || t("contact"), media.text);
    case "poll": return card("chart", media.name || t("poll"), media.text);
    default: return document_(media, url);
  }
}

/// Whether the time stands on the picture itself: such media need no bubble around them.
export const isBare = (kind) => kind === "sticker" || kind === "dice";

function photo(media, url, description) {
  const [width, height] = [media.width, media.height].map((side) => (side > 0 ? Number(side) : null));
  const scale = width && height ? Math.min(1, 380 / width, 400 / height) : 1;
  const shape = width && height
    ? { "--width": `${Math.max(120, Math.round(width * scale))}px`, "--ratio": String(Math.max(0.4, Math.min(width / height, 4))) }
    : {};
  const lost = () => h("div", { class: "photo lost", vars: shape }, icon("image"), h("span", null, t("noFile")));
  if (!url) return lost();
  const alt = description || t("photo");
  const image = h("img", { src: url, alt, decoding: "async", draggable: "false" });
  const node = h("button", { type: "button", class: "photo", vars: shape, "aria-label": `${t("openPhoto")}: ${alt}`,
    test: "photo", onclick: () => lightbox(url, alt) }, image);
  image.addEventListener("error", () => node.replaceWith(lost()));
  return node;
}

export function lightbox(url, alt) {
  const node = h("dialog", { class: "lightbox", "aria-label": alt, test: "lightbox", onclick: () => node.close() },
    h("img", { src: url, alt }), iconButton("close", t("close"), {}));
  node.addEventListener("close", () => node.remove());
  document.body.append(node);
  node.showModal();
}

function card(name, title, text) {
  return h("div", { class: "card" }, h("span", { class: "card-icon" }, icon(name)),
    h("span", { class: "card-text" }, h("b", { dir: "auto" }, title), text && h("span", { dir: "auto" }, text)));
}

function location({ latitude, longitude, name, text }) {
  const [lat, lon] = [Number(latitude) || 0, Number(longitude) || 0];
  const side = (value, positive, negative) => `${number(Math.abs(value))}° ${value < 0 ? negative : positive}`;
  return h("div", { class: "card location", test: "location" }, h("span", { class: "globe", "aria-hidden": "true",
    vars: { "--x": `${(lon + 180) / 3.6}%`, "--y": `${(90 - lat) / 1.8}%` } }),
    h("span", { class: "card-text" }, h("b", { dir: "auto" }, name || t("location")),
      h("span", { class: "numbers" }, `${side(lat, "N", "S")}, ${side(lon, "E", "W")}`), text && h("span", null, text)));
}

function document_(media, url) {
  const name = media.name || t(media.kind in { document: 1 } ? "file" : media.kind);
  const size = media.size > 0 ? sizeText(media.size) : null;
  const body = [h("span", { class: "card-icon" }, icon("file")),
    h("span", { class: "card-text" }, h("b", { dir: "auto" }, name), h("span", null, url ? size : t("noFile")))];
  return url ? h("a", { class: "card", href: url, download: name, test: "document" }, body) : h("div", { class: "card" }, body);
}

export function sizeText(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(document.documentElement.lang,
    { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0 })
    .format(bytes / 1000 ** step);
}
