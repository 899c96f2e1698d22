// One question of the form: its label, its help, what was typed, what was understood of it.

import { el, phrase } from "/vues.js";

const INSECABLE = "\u00a0";
const SURS = new Set(["siren", "iban"]); // told right or wrong while they are typed
const CHIFFRES = new Set(["montant", "capital", "taux", "siren"]);

export function champ(question, cle, valeur, { changer, quitter }) {
  const id = `q-${cle}`;
  const entree = controle(question, id, valeur);
  const lue = el("p", { class: "lue", id: `${id}-lue`, role: "status" });
  const faute = el("p", { class: "mal", id: `${id}-mal` });
  entree.setAttribute("aria-describedby", `${id}-aide ${id}-lue ${id}-mal`);
  entree.addEventListener("input", () => changer(cle, entree.value));
  entree.addEventListener("blur", () => quitter(cle));
  const noeud = el("div", { class: `question g-${question.genre}` },
    el("label", { for: id }, question.libelle, question.obligatoire || question.defaut ? "" : el("span", { class: "facultatif" }, " facultatif")),
    question.aide ? el("p", { class: "aide", id: `${id}-aide` }, phrase(question.aide)) : "",
    entree, lue, faute);
  return { noeud, entree, dire: (vu) => dire({ question, entree, lue, faute }, vu) };
}

function controle(question, id, valeur) {
  if (question.genre === "choix") {
    const vide = question.defaut ? [] : [el("option", { value: "" }, "—")];
    return el("select", { id }, ...vide, ...question.choix.map((c) =>
      el("option", { value: c.valeur, selected: c.valeur === (valeur || question.defaut) }, c.libelle)));
  }
  const attributs = { id, spellcheck: "false", autocomplete: "off", "aria-required": question.obligatoire ? "true" : null,
    placeholder: question.genre === "date" ? "jj/mm/aaaa" : null };
  if (question.genre === "adresse") {
    const zone = el("textarea", { ...attributs, rows: 3, placeholder: question.exemple?.replace(", ", "\n") });
    zone.value = valeur;
    return zone;
  }
  const entree = el("input", { ...attributs, type: "text", inputmode: CHIFFRES.has(question.genre) ? "decimal" : null });
  if (!entree.placeholder && question.exemple) entree.placeholder = `Par exemple${INSECABLE}: ${question.exemple}`;
  entree.value = valeur;
  return entree;
}

// *vu*: what the server understood or refused, and whether the person has left the field.
function dire({ question, entree, lue, faute }, { lu, mal, quittee }) {
  const vide = !entree.value.trim();
  const montree = mal && (quittee || (SURS.has(question.genre) && !vide)) ? mal : null;
  const enCours = montree && !quittee && incomplet(question.genre, entree.value);
  const texte = montree ? phrase(montree.message) + (montree.conseil ? ` ${phrase(montree.conseil)}` : "") : "";
  if (faute.textContent !== texte) faute.textContent = texte;
  faute.classList.toggle("encours", Boolean(enCours));
  entree.toggleAttribute("aria-invalid", Boolean(montree && !enCours));
  const compris = lu && !mal ? `✓ ${lu}` : "";
  if (lue.textContent !== compris) lue.textContent = compris;
}

// A number that is still being typed is no fault yet.
function incomplet(genre, texte) {
  const nu = texte.replace(/[\s.\-]/g, "");
  if (genre === "siren") return /^\d{0,8}$|^\d{10,13}$/.test(nu);
  return nu.length < (/^fr/i.test(nu) ? 27 : 15);
}
