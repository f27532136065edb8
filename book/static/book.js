"use strict";
// What the theme leaves out for readers who use the keyboard or a screen reader.
addEventListener("DOMContentLoaded", () => {
  for (const caption of document.querySelectorAll('.caption[role="heading"]')) caption.setAttribute("aria-level", "2");
  const fit = () => {
    for (const region of document.querySelectorAll("pre, .table-wrapper, .output.text_html, .cell_output")) {
      if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    }
  };
  fit();
  addEventListener("load", fit);
  addEventListener("resize", fit);
});
