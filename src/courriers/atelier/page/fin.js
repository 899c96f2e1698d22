// The last step of the form: what is still to answer, or the letters of the case.

import { FIN, aligner, autre, envoyer, etapes, etat, liens, noterLeFichier, perdre, refuser, sectionDe } from "/saisie.js";
import { $, el, phrase } from "/vues.js";

// *toujours*: whether what was asked for is still what is shown.
export async function conclure(toujours) {
  if (!etat.vu.complet) {
    aligner($("questions"), [reste()]);
    return;
  }
  let lues;
  try {
    const reponse = await envoyer("/api/saisie/lettres");
    lues = await reponse.json();
    if (!toujours() || etapes()[etat.etape] !== FIN) return;
    if (!reponse.ok) { aligner($("questions"), [el("p", { class: "mal" }, phrase(`${lues.message} ${lues.conseil}`))]); return; }
  } catch {
    perdre(true);
    return;
  }
  const permises = lues.lettres.filter((o) => o.permise), refusees = lues.lettres.filter((o) => !o.permise);
  aligner($("questions"), [
    el("p", { class: "chapeau" }, `${etat.vu.resume}.`),
    garder(),
    el("h2", {}, permises.length ? "Les lettres possibles à ce jour" : "Aucune lettre n’est possible à ce jour"),
    el("ul", { class: "offres" }, ...permises.map(offre)),
    refusees.length ? el("h2", {}, "Pas pour ce dossier, à ce jour") : "",
    el("ul", { class: "offres refusees" }, ...refusees.map((o) => el("li", {}, el("h3", {}, o.titre, o.due ? el("span", { class: "etiquette" }, "l’étape due") : ""),
      ...o.raisons.map((r) => el("p", {}, phrase(r)))))),
  ].filter(Boolean));
}

function reste() {
  const lignes = Object.entries(etat.vu.fautes).map(([cle, f]) => {
    const question = etat.depart.parCle.get(cle.replace(/\[\d+\]/, ""));
    const rang = etapes().indexOf(sectionDe(cle));
    return el("li", {}, rang < 0 ? `${cle}\u00a0: ` : el("a", { href: `#saisie-${rang + 1}`, onclick: () => { etat.quittees.add(cle); etat.visee = cle; } }, `${question.libelle}`), ` – ${f.message}`);
  });
  return el("div", {}, el("p", { class: "chapeau" }, "Il reste à répondre, ou à corriger\u00a0:"), el("ul", {}, ...lignes));
}

function garder() {
  const fichiers = ["toml", "json"].map((format) => el("a", { class: "bouton", href: `/saisie/${etat.depart.brouillon}/dossier.${format}`, download: true }, format.toUpperCase()));
  const dit = el("p", { class: "lue", role: "status" }, etat.enregistre ? `✓ Enregistré\u00a0: ${etat.enregistre}` : "");
  const suivant = el("button", { type: "button", hidden: !etat.enregistre, onclick: () => autre({ depuis: etat.cle }) }, "Un autre dossier, même créancier");
  return el("div", { class: "garder" },
    el("button", { type: "button", id: "enregistrer", onclick: async () => { const ecrit = await enregistrer(); if (ecrit) { dit.textContent = `✓ Enregistré\u00a0: ${ecrit.chemin}`; suivant.hidden = false; } } }, "Enregistrer le dossier"),
    el("span", { class: "note" }, `dans ${etat.depart.repertoire}, ou télécharger`), ...fichiers, dit, suivant);
}

async function enregistrer() {
  const reponse = await envoyer("/api/saisie/enregistrer");
  const lu = await reponse.json().catch(() => ({ message: "Le dossier n’a pas été enregistré." }));
  if (!reponse.ok) { refuser(lu); return null; }
  $("bilan").textContent = "";
  noterLeFichier(lu.chemin);
  etat.cle = lu.cle;
  await liens.relire();
  return lu;
}

function offre(o) {
  const ecrire = async () => {
    const ecrit = await enregistrer();
    if (ecrit) await liens.ecrire({ pack: o.pack, dossier: ecrit.cle, au: $("saisie-jour").value, canal: "" });
  };
  return el("li", { class: o.due ? "due" : "" },
    el("div", { class: "tete" }, el("h3", {}, o.titre, o.due ? el("span", { class: "etiquette" }, "l’étape due") : ""), el("span", { class: "montant" }, o.somme)),
    o.constats.length ? el("details", {}, el("summary", {}, o.constats.length > 1 ? `${o.constats.length} choses à savoir` : "À savoir"), ...o.constats.map((c) => el("p", { class: "note" }, phrase(c)))) : "",
    el("button", { type: "button", class: o.due ? "plein" : "", onclick: ecrire, "aria-label": `Enregistrer le dossier et voir la lettre\u00a0: ${o.titre}` }, "Enregistrer et voir la lettre"));
}
