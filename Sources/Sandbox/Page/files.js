// Sending files: chosen, pasted or dropped; seen before they go, with a caption.
import { h } from "./dom.js";
import { t } from "./language.js";
import { attempt, dialog } from "./dialog.js";
import { card, sizeText } from "./media.js";
import { upload } from "./api.js";

const MOST = 10;
const isPicture = (file) => /^image\/(jpeg|png|webp|gif)$/.test(file.type);

/// Opens the file chooser; `pictures` narrows it to photos.
export function chooseFiles(person, pictures) {
  const input = h("input", { type: "file", multiple: true, accept: pictures ? "image/*" : null,
    onchange: () => sendFiles(person, input.files, pictures) });
  input.click();
}

/// Shows what would be sent and sends it one by one, in order; the caption goes with the first. Pictures go as photos
/// unless they are to stay as they are.
export function sendFiles(person, files, asPhotos = true) {
  const chosen = [...files].filter((file) => file.size > 0).slice(0, MOST);
  if (chosen.length === 0) return;
  const urls = chosen.map((file) => (isPicture(file) ? URL.createObjectURL(file) : null));
  const caption = h("input", { maxlength: 1024, test: "caption", placeholder: t("caption"),
    "aria-label": t("caption"), dir: "auto" });
  dialog({
    title: t("sendFiles", { n: chosen.length }), test: "upload-dialog",
    body: [
      h("div", { class: "previews" }, chosen.map((file, at) =>
        (urls[at] ? h("img", { src: urls[at], alt: file.name }) : card("file", file.name, sizeText(file.size))))),
      caption,
    ],
    closed: () => urls.forEach((url) => url && URL.revokeObjectURL(url)),
    ok: [t("send"), () => attempt(async () => {
      for (const [at, file] of chosen.entries()) {
        await upload(person.id, asPhotos && urls[at] ? "photo" : "document", file, at === 0 ? caption.value.trim() : "");
      }
    })],
  });
}
