// Makes photos smaller before they leave the phone: a picture of twelve megapixels takes minutes on a weak signal, and the
// server keeps 2400 pixels of it anyway (portal.files.limits). Without this script, and for whatever it cannot read, files
// leave as they are. Nothing is stored.
"use strict";

const able = typeof DataTransfer === "function" && typeof createImageBitmap === "function";
for (const input of able ? document.querySelectorAll("input[type=file][data-longest-side]") : []) {
  const longest = Number(input.dataset.longestSide);
  const readable = Number(input.dataset.readableSide);
  const worth = 700 * 1024;
  let round = 0;

  const smaller = async (file) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < worth) return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    try {
      const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
      // A chat saved as one tall picture is read by its width: the server decides how much of it is kept.
      if (Math.min(picture.width, picture.height) * scale < readable) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const paper = canvas.getContext("2d");
      paper.fillStyle = "#fff";
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (!made || made.size >= file.size) return file;
      return new File([made], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
    } finally {
      picture.close();
    }
  };

  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const mine = ++round;
    const kept = new DataTransfer();
    // One at a time: an old phone has room for one large picture in its memory.
    for (const file of chosen) kept.items.add(await smaller(file).catch(() => file));
    // Other files may have been chosen meanwhile.
    if (mine === round && kept.files.length === chosen.length) input.files = kept.files;
    input.dataset.ready = String(mine);
  });
}
