// Following around where one is: the list of settlements does the same without this file.

const form = document.querySelector("[data-follow]");
const locate = form?.querySelector("[data-locate]");
if (locate && "geolocation" in navigator) {
  locate.hidden = false;
  locate.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(take, () => tell("refused"), { timeout: 15000 });
  });
}

function take({ coords }) {
  form.elements.latitude.value = coords.latitude.toFixed(5);
  form.elements.longitude.value = coords.longitude.toFixed(5);
  const [none] = form.elements.place.options;
  none.textContent = form.querySelector("[data-located]").dataset.chosen;
  form.elements.place.value = "";
  form.querySelector('input[name="where"][value="around"]').checked = true;
  tell("located");
}

function tell(what) {
  const said = form.querySelector("[data-located]");
  said.hidden = false;
  said.textContent = said.dataset[what];
}
