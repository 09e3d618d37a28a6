// Questions that hang on an earlier answer appear and go with it. Without this file all stand there,
// each saying when it is to be answered.

const form = document.querySelector("form:has([data-if])");
if (form) {
  const conditional = [...form.querySelectorAll("[data-if]")];

  const given = (name) =>
    [...form.querySelectorAll(`[name="${CSS.escape(name)}"]:checked`)]
      .filter((box) => !box.closest("[hidden]"))
      .map((box) => box.value);

  // In the order of the page: what hangs on a hidden question is hidden as well.
  const show = () => {
    for (const part of conditional) {
      const wanted = part.dataset.answers.split(" ");
      part.hidden = !given(part.dataset.if).some((answer) => wanted.includes(answer));
      part.querySelector(".only-if").hidden = true;
    }
  };

  form.addEventListener("change", show);
  show();
}
