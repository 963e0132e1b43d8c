// Sending files: chosen, pasted or dropped; seen before they go, with a caption, as photos or as they are.
import { h, icon } from "./dom.js";
import { t } from "./language.js";
import { attempt, dialog } from "./dialog.js";
import { sizeText } from "./media.js";
import { upload } from "./api.js";

const MOST = 10;
const isPicture = (file) => /^image\/(jpeg|png|webp|gif)$/.test(file.type);

/// Opens the file chooser; `pictures` narrows it to photos.
export function chooseFiles(person, pictures) {
  const input = h("input", { type: "file", multiple: true, accept: pictures ? "image/jpeg,image/png,image/webp" : null });
  input.addEventListener("change", () => sendFiles(person, [...input.files], pictures));
  input.click();
}

/// Shows what would be sent and sends it one by one, in order; the caption goes with the first.
export function sendFiles(person, files, asPhotos = true) {
  const chosen = files.filter((file) => file.size > 0).slice(0, MOST);
  if (chosen.length === 0) return;
  const urls = [];
  const rows = chosen.map((file) => {
    if (!isPicture(file)) return row(file);
    const url = URL.createObjectURL(file);
    urls.push(url);
    return h("figure", { class: "preview" }, h("img", { src: url, alt: file.name }));
  });
  const choice = (value, text, checked) => h("label", { class: "choice" },
    h("input", { type: "radio", name: "as", value, checked, test: `as-${value}` }), text);
  const kinds = chosen.some(isPicture)
    ? h("div", { class: "choices" }, choice("photo", t("asPhoto"), asPhotos), choice("document", t("asFile"), !asPhotos))
    : null;
  const caption = h("input", { type: "text", maxlength: 1024, test: "caption", placeholder: t("caption"),
    "aria-label": t("caption"), autofocus: true, dir: "auto" });
  const node = dialog({
    title: t("sendFiles", { n: chosen.length }), test: "upload-dialog",
    body: [h("div", { class: "previews" }, rows), kinds, caption],
    closed: () => urls.forEach((url) => URL.revokeObjectURL(url)),
    actions: [{ text: t("cancel") }, { text: t("send"), primary: true, act: async () => {
      const kind = node.querySelector("input[name=as]:checked")?.value ?? "document";
      node.classList.add("busy");
      const done = await attempt(async () => {
        for (const [at, file] of chosen.entries()) {
          await upload(person.id, isPicture(file) ? kind : "document", file, at === 0 ? caption.value.trim() : "");
        }
      });
      node.classList.remove("busy");
      return Boolean(done);
    } }],
  });
}

const row = (file) => h("div", { class: "card" }, h("span", { class: "card-icon" }, icon("file")),
  h("span", { class: "card-text" }, h("b", { dir: "auto" }, file.name), h("span", null, sizeText(file.size))));
