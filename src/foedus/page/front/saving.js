// Drawings and tables as files.

import { html } from "./preact.js";
import { save } from "./words.js";

/** A drawing as the text of a file. */
export const svgOf = (svg) => new XMLSerializer().serializeToString(svg);

/** Buttons that save a drawing as SVG and PNG, and its figures as CSV where there are rows. */
export function Saving({ name, svg, rows }) {
  return html`<div class="buttons"><button type="button" onClick=${() => save(`${name}.svg`, svg(), "image/svg+xml")}>Save as SVG</button>
    <button type="button" onClick=${() => saveAsPng(name, svg())}>Save as PNG</button>
    ${rows && html`<button type="button" onClick=${() => saveAsCsv(name, rows())}>Save as CSV</button>`}</div>`;
}

/** Save a drawing as an image, twice as fine as it is shown. */
async function saveAsPng(name, text) {
  const image = new Image();
  image.src = `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}`;
  await image.decode();
  const [, , width, height] = /viewBox="([\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)"/.exec(text)?.slice(1).map(Number) ?? [0, 0, image.width, image.height];
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#ffffff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(`${name}.png`, blob, "image/png"));
}

/** Save rows as a table that spreadsheets read. */
export function saveAsCsv(name, rows) {
  save(`${name}.csv`, rows.map((row) => row.map(cell).join(",")).join("\r\n"), "text/csv");
}

const cell = (value) => {
  const text = String(value ?? "");
  const safe = /^[=+@\t\r]|^-[^\d.]/.test(text) ? `'${text}` : text; // no spreadsheet takes it for a formula
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
