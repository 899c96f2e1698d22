// The form: a case in steps, its account at the side, then its letters. The server knows the
// questions and judges the answers; here they are only shown, and kept until they are saved.

import { champ } from "/champ.js";
import * as vues from "/vues.js";
import { $, el, phrase } from "/vues.js";

const PAUSE = 200; // ms without a key before the server is asked
const FIN = "Vérifier, et choisir la lettre";
const etat = { depart: null, reponses: {}, depuis: "", vu: null, etape: 0, champs: new Map(), quittees: new Set(), visitees: new Set(), insiste: -1, visee: "" };
let liens, minuteur, demande = 0;
let appuye = false; // a fault shown between the press and the release would move the button away

// --- Ouvrir -----------------------------------------------------------------------------------

export function brancher(donnes) {
  liens = donnes;
  $("formulaire").addEventListener("submit", (e) => { e.preventDefault(); suivant(); });
  $("precedent").addEventListener("click", () => vers(etat.etape - 1));
  $("saisie-jour").addEventListener("change", regarder);
  document.addEventListener("pointerdown", () => { appuye = true; });
  for (const fin of ["pointerup", "pointercancel"]) {
    document.addEventListener(fin, () => setTimeout(() => { appuye = false; if (etat.vu && !$("saisie").hidden) marquer(); }));
  }
}

export async function aller() {
  try {
    if (!etat.depart) await ouvrir();
  } catch {
    liens.perdre(true);
    return;
  }
  if (etat.vu) laisser();
  const voulue = Number(location.hash.split("-")[1] ?? 1) - 1;
  etat.etape = Math.max(0, Math.min(etapes().length - 1, Number.isFinite(voulue) ? voulue : 0));
  dessiner();
  await regarder();
  etat.champs.get(etat.visee)?.entree.focus();
  etat.visee = "";
  if (document.activeElement === document.body) $("etape-titre").focus({ preventScroll: true });
}

async function ouvrir() {
  const nom = sessionStorage.getItem("brouillon") ?? "";
  const lu = await (await fetch(`/api/saisie?${new URLSearchParams({ brouillon: nom })}`)).json();
  sessionStorage.setItem("brouillon", lu.brouillon); // its name only: no answer goes to the disk
  etat.reponses = lu.reponses;
  etat.depuis = lu.depuis;
  etat.depart = { ...lu, parCle: new Map(lu.questions.map((q) => [q.cle, q])), listes: new Map(lu.listes.map((l) => [l.nom, l])) };
  $("saisie-jour").value = lu.au || aujourdHui();
  $("saisie-ou").textContent = "Rien n’est écrit sur le disque avant «\u00a0Enregistrer\u00a0».";
}

function aujourdHui() {
  const jour = new Date();
  return [jour.getFullYear(), jour.getMonth() + 1, jour.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

// --- Les étapes -------------------------------------------------------------------------------

function etapes() {
  return [...new Set(etat.depart.questions.map((q) => q.section)), FIN];
}

function vers(rang) {
  $("bilan").textContent = "";
  etat.insiste = -1;
  location.hash = `#saisie-${rang + 1}`;
  $("etape-titre").focus({ preventScroll: true });
  $("formulaire").scrollTop = 0;
}

async function suivant() {
  if (etat.etape === etapes().length - 1) return;
  await regarder(); // what was typed a moment ago is judged too
  if (!etat.vu) return;
  const mauvaises = fautives(etapes()[etat.etape]);
  laisser();
  marquer();
  if (mauvaises.length && etat.insiste !== etat.etape) {
    etat.insiste = etat.etape;
    $("bilan").textContent = `${mauvaises.length > 1 ? `${mauvaises.length} réponses sont à revoir` : "Une réponse est à revoir"}. «\u00a0Suivant\u00a0» de nouveau, pour y revenir plus tard.`;
    etat.champs.get(mauvaises[0])?.entree.focus();
    return;
  }
  vers(etat.etape + 1);
}

function laisser() {
  const section = etapes()[etat.etape];
  etat.visitees.add(section);
  for (const cle of clesDe(section)) etat.quittees.add(cle);
}

function sectionDe(cle) {
  return etat.depart.parCle.get(cle.replace(/\[\d+\]/, ""))?.section;
}

function clesDe(section) {
  return etat.vu ? etat.vu.posees.filter((cle) => sectionDe(cle) === section) : [];
}

function fautives(section) {
  return Object.keys(etat.vu?.fautes ?? {}).filter((cle) => sectionDe(cle) === section);
}

function nommerLesEtapes() {
  const lignes = etapes().map((section, rang) => {
    const reste = fautives(section).length;
    const vue = etat.visitees.has(section);
    const signe = section === FIN ? "" : reste ? (vue ? `${reste} à revoir` : "") : vue ? "✓" : "";
    return el("li", {}, el("a", { href: `#saisie-${rang + 1}`, "aria-current": rang === etat.etape ? "step" : null }, `${rang + 1}. ${section}`,
      signe ? el("span", { class: reste ? "reste" : "fait" }, signe) : ""));
  });
  const avait = [...$("etapes").querySelectorAll("a")].indexOf(document.activeElement);
  $("etapes").replaceChildren(...lignes);
  if (avait >= 0) $("etapes").querySelectorAll("a")[avait].focus();
}

// --- Les questions d’une étape ----------------------------------------------------------------

function dessiner() {
  const section = etapes()[etat.etape];
  $("etape-titre").textContent = section;
  $("precedent").hidden = etat.etape === 0;
  $("suivant").hidden = section === FIN;
  if (section === FIN) { nommerLesEtapes(); return; }
  const cles = clesDe(section);
  const nom = etat.depart.questions.find((q) => q.section === section && q.liste)?.liste;
  const noeuds = [etat.etape === 0 ? reprise() : null, ...cles.filter((cle) => !cle.includes("[")).map((cle) => champDe(cle).noeud)];
  if (nom) noeuds.push(...elements(etat.depart.listes.get(nom), cles));
  aligner($("questions"), noeuds.filter(Boolean));
  marquer();
}

// Nothing that stays is taken out and put back: it would lose the focus.
function aligner(place, noeuds) {
  const voulus = new Set(noeuds);
  for (const enfant of [...place.children]) if (!voulus.has(enfant)) enfant.remove();
  noeuds.forEach((noeud, rang) => { if (place.children[rang] !== noeud) place.insertBefore(noeud, place.children[rang] ?? null); });
}

function champDe(cle) {
  if (!etat.champs.has(cle)) {
    const question = etat.depart.parCle.get(cle.replace(/\[\d+\]/, ""));
    etat.champs.set(cle, champ(question, cle, etat.reponses[cle] ?? "", {
      changer: (nom, texte) => { etat.reponses[nom] = texte; attendre(question.genre === "choix" ? 0 : PAUSE); },
      quitter: (nom) => { etat.quittees.add(nom); if (!appuye) marquer(); },
    }));
  }
  return etat.champs.get(cle);
}

function elements(liste, cles) {
  const rangs = [...new Set(cles.filter((c) => c.startsWith(`${liste.nom}[`)).map((c) => Number(/\[(\d+)\]/.exec(c)[1])))];
  const cadres = rangs.map((rang, place) => {
    const cadre = cadreDe(liste, rang);
    const siennes = cles.filter((c) => c.startsWith(`${liste.nom}[${rang}].`)).map((c) => champDe(c).noeud);
    cadre.firstChild.textContent = `${NOMS[liste.nom]} ${place + 1}`;
    const retirer = cadre.querySelector(":scope > .retirer");
    retirer.hidden = rangs.length <= liste.minimum;
    retirer.setAttribute("aria-label", `Retirer\u00a0: ${NOMS[liste.nom].toLowerCase()} ${place + 1}`);
    aligner(cadre, [cadre.firstChild, ...siennes, retirer]);
    return cadre;
  });
  const dit = rangs.length ? `Ajouter\u00a0: ${NOMS[liste.nom].toLowerCase()}` : `Oui\u00a0: ajouter ${AJOUTS[liste.nom]}`;
  const rien = rangs.length ? [] : [el("p", { class: "premier" }, `${phrase(liste.premier)} Sinon, passez à la suite.`)];
  return [...rien, ...cadres, el("button", { type: "button", class: "ajouter", onclick: () => ajouter(liste.nom, rangs) }, dit)];
}

const NOMS = { factures: "Facture", paiements: "Paiement", envois: "Lettre" };
const AJOUTS = { factures: "une facture", paiements: "un paiement", envois: "une lettre" };
const cadres = new Map();

function cadreDe(liste, rang) {
  const cle = `${liste.nom}[${rang}]`;
  if (!cadres.has(cle)) {
    cadres.set(cle, el("fieldset", {}, el("legend", {}),
      el("button", { type: "button", class: "retirer", onclick: () => retirer(cle) }, "Retirer")));
  }
  return cadres.get(cle);
}

async function ajouter(nom, rangs) {
  const premiere = etat.depart.questions.find((q) => q.liste === nom).cle.slice(nom.length + 1);
  const rang = Math.max(-1, ...rangs) + 1;
  for (const dit of rangs.length ? [] : [0]) etat.reponses[`${nom}[${dit}].${premiere}`] ??= "";
  etat.reponses[`${nom}[${rang}].${premiere}`] ??= "";
  // The ones shown without an answer yet must stay when another begins.
  for (const autre of rangs) etat.reponses[`${nom}[${autre}].${premiere}`] ??= "";
  await regarder();
  etat.champs.get(`${nom}[${rang}].${premiere}`)?.entree.focus();
}

async function retirer(prefixe) {
  for (const cle of Object.keys(etat.reponses)) if (cle.startsWith(`${prefixe}.`)) delete etat.reponses[cle];
  for (const cle of [...etat.champs.keys()]) if (cle.startsWith(`${prefixe}.`)) { etat.champs.delete(cle); etat.quittees.delete(cle); }
  cadres.delete(prefixe);
  await regarder();
  $("questions").querySelector(".ajouter")?.focus();
}

function reprise() {
  if (!etat.depart.dossiers.length) return null;
  if (!etat.noeudReprise) {
    etat.choixReprise = el("select", { id: "depuis", onchange: (e) => { etat.depuis = e.target.value; regarder(); } },
      el("option", { value: "" }, "Non, je le décris"),
      ...etat.depart.dossiers.map((d) => el("option", { value: d.cle, selected: d.cle === etat.depuis }, d.nom)));
    etat.dite = el("p", { class: "lue", role: "status" });
    etat.noeudReprise = el("div", { class: "question g-choix" }, el("label", { for: "depuis" }, "Reprendre le créancier d’un autre dossier"), etat.choixReprise, etat.dite);
  }
  etat.dite.textContent = etat.vu?.reprise ? `✓ ${etat.vu.reprise}` : "";
  return etat.noeudReprise;
}

function marquer() {
  for (const [cle, sien] of etat.champs) {
    sien.dire({ lu: etat.vu?.lues[cle], mal: etat.vu?.fautes[cle], quittee: etat.quittees.has(cle) });
  }
  nommerLesEtapes();
}

// --- Demander au serveur ----------------------------------------------------------------------

function attendre(pause) {
  clearTimeout(minuteur);
  minuteur = setTimeout(regarder, pause);
}

function envoyer(chemin) {
  const jour = $("saisie-jour").value || aujourdHui();
  const corps = { brouillon: etat.depart.brouillon, reponses: etat.reponses, depuis: etat.depuis, au: jour };
  return fetch(chemin, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(corps) });
}

async function regarder() {
  clearTimeout(minuteur);
  const mienne = ++demande;
  try {
    const reponse = await envoyer("/api/saisie");
    if (mienne !== demande) return; // more was typed meanwhile
    if (reponse.status === 400) { refuser(await reponse.json().catch(() => ({ message: "Cette saisie est refusée." }))); return; }
    if (!reponse.ok) { await perimer(reponse); return; }
    etat.vu = await reponse.json();
    liens.perdre(false);
  } catch {
    liens.perdre(true);
    return;
  }
  dessiner();
  compter();
  if (etapes()[etat.etape] === FIN) await conclure();
}

// The server keeps the last drafts only, and none after it stops: what is typed here is sent again.
async function perimer(reponse) {
  if (reponse.status !== 409) { refuser({ message: await reponse.text() }); return; }
  const lu = await (await fetch("/api/saisie")).json();
  etat.depart.brouillon = lu.brouillon;
  sessionStorage.setItem("brouillon", lu.brouillon);
  await regarder();
}

function refuser({ message, conseil = "" }) {
  $("bilan").textContent = phrase(`${message} ${conseil}`.trim());
}

// --- Le compte --------------------------------------------------------------------------------

function compter() {
  const { compte, total, attente, constats } = etat.vu;
  if ($("saisie-total").textContent !== total) $("saisie-total").textContent = total;
  $("saisie-attente").textContent = phrase(attente);
  $("saisie-compte").hidden = !compte;
  if (compte) vues.compte(compte, $("saisie-compte"));
  $("saisie-constats").replaceChildren(...constats.map((c) => el("p", { class: `faute ${c.gravite}` }, phrase(c.message), " ", el("strong", {}, phrase(c.conseil)))));
}

// --- La dernière étape ------------------------------------------------------------------------

async function conclure() {
  const mienne = demande;
  if (!etat.vu.complet) {
    aligner($("questions"), [reste()]);
    return;
  }
  let lues;
  try {
    const reponse = await envoyer("/api/saisie/lettres");
    if (mienne !== demande || etapes()[etat.etape] !== FIN) return;
    lues = await reponse.json();
    if (!reponse.ok) { aligner($("questions"), [el("p", { class: "mal" }, phrase(`${lues.message} ${lues.conseil}`))]); return; }
  } catch {
    liens.perdre(true);
    return;
  }
  const permises = lues.lettres.filter((o) => o.permise), refusees = lues.lettres.filter((o) => !o.permise);
  aligner($("questions"), [
    el("p", { class: "chapeau" }, phrase(`${etat.vu.resume}.`)),
    garder(),
    el("h2", {}, permises.length ? "Les lettres possibles à ce jour" : "Aucune lettre n’est possible à ce jour"),
    el("ul", { class: "offres" }, ...permises.map(offre)),
    refusees.length ? el("h2", {}, "Pas pour ce dossier, à ce jour") : "",
    el("ul", { class: "offres refusees" }, ...refusees.map((o) => el("li", {}, el("h3", {}, o.titre, o.due ? el("span", { class: "etiquette" }, "l’étape due") : ""),
      ...o.raisons.map((r) => el("p", {}, phrase(r.phrase)))))),
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
  const dit = el("p", { class: "lue", role: "status" }, etat.enregistre ?? "");
  return el("div", { class: "garder" },
    el("button", { type: "button", id: "enregistrer", onclick: async () => { const ecrit = await enregistrer(); if (ecrit) dit.textContent = etat.enregistre; } }, "Enregistrer le dossier"),
    el("span", { class: "note" }, `dans ${etat.depart.repertoire}, ou télécharger`), ...fichiers, dit);
}

async function enregistrer() {
  const reponse = await envoyer("/api/saisie/enregistrer");
  const lu = await reponse.json().catch(() => ({ message: "Le dossier n’a pas été enregistré." }));
  if (!reponse.ok) { refuser(lu); return null; }
  $("bilan").textContent = "";
  etat.enregistre = `✓ Enregistré\u00a0: ${lu.chemin}`;
  return lu;
}

function offre(o) {
  const ecrire = async () => {
    const ecrit = await enregistrer();
    if (ecrit) await liens.ecrire({ pack: o.pack, dossier: ecrit.cle, au: $("saisie-jour").value, canal: "" });
  };
  return el("li", { class: o.due ? "due" : "" },
    el("div", { class: "tete" }, el("h3", {}, o.titre, o.due ? el("span", { class: "etiquette" }, "l’étape due") : ""), el("span", { class: "montant" }, o.somme)),
    ...o.constats.filter((c) => c.gravite !== "information").map((c) => el("p", { class: "note" }, phrase(c.message))),
    el("button", { type: "button", class: o.due ? "plein" : "", onclick: ecrire, "aria-label": `Enregistrer le dossier et voir la lettre\u00a0: ${o.titre}` }, "Enregistrer et voir la lettre"));
}
