// The form: a case in steps, its account at the side, then its letters. The server knows the
// questions and judges the answers; here they are only shown, and kept until they are saved.

import { champ } from "/champ.js";
import { conclure } from "/fin.js";
import * as vues from "/vues.js";
import { $, el, phrase } from "/vues.js";

const PAUSE = 200; // ms without a key before the server is asked
export const FIN = "Vérifier, et choisir la lettre";
export const etat = { depart: null, reponses: {}, depuis: "", vu: null, etape: 0, champs: new Map(), quittees: new Set(), visitees: new Set(), insiste: -1, visee: "" };
export let liens;
let minuteur, demande = 0;
let appuye = false; // a fault shown between the press and the release would move the button away

// --- Ouvrir -----------------------------------------------------------------------------------

export function brancher(donnes) {
  liens = donnes;
  $("formulaire").addEventListener("submit", (e) => { e.preventDefault(); suivant(); });
  $("precedent").addEventListener("click", () => vers(etat.etape - 1));
  $("saisie-jour").addEventListener("change", regarder);
  $("recommencer").addEventListener("click", recommencer);
  $("recommencer").addEventListener("blur", () => { $("recommencer").dataset.sur = ""; $("recommencer").textContent = "Recommencer à zéro"; });
  $("garder").addEventListener("click", garderLesReponses);
  document.addEventListener("pointerdown", () => { appuye = true; });
  for (const fin of ["pointerup", "pointercancel"]) {
    document.addEventListener(fin, () => setTimeout(() => { appuye = false; if (etat.vu && !$("saisie").hidden) marquer(); }));
  }
}

export async function aller(vientDe) {
  const [, rang, dossier] = /^#saisie(?:-([^?]*))?(?:\?dossier=(.*))?$/.exec(location.hash) ?? [];
  try {
    if (dossier) await ouvrir({ dossier: decodeURIComponent(dossier) });
    // A case that is saved is done with: the next one starts from nothing.
    else if (!etat.depart || (vientDe !== "saisie" && !rang && etat.enregistre)) await ouvrir({ brouillon: etat.depart ? "" : sessionStorage.getItem("brouillon") ?? "" });
  } catch {
    liens.perdre(true);
    return;
  }
  if (dossier) history.replaceState(null, "", `#saisie-${rang || 1}`);
  if (etat.vu) laisser();
  const voulue = Number(rang ?? 1) - 1;
  etat.etape = Math.max(0, Math.min(etapes().length - 1, Number.isFinite(voulue) ? voulue : 0));
  dessiner();
  await regarder();
  etat.champs.get(etat.visee)?.entree.focus();
  etat.visee = "";
  if (document.activeElement === document.body) $("etape-titre").focus({ preventScroll: true });
}

async function ouvrir(voulu) {
  const reponse = await fetch(`/api/saisie?${new URLSearchParams(voulu)}`);
  const lu = await reponse.json();
  if (!reponse.ok) { if (!etat.depart) await ouvrir({}); refuser(lu); return; }
  sessionStorage.setItem("brouillon", lu.brouillon); // its name only: no answer goes to the disk
  vider(lu.reponses, lu.depuis);
  etat.depart = { ...lu, parCle: new Map(lu.questions.map((q) => [q.cle, q])), listes: new Map(lu.listes.map((l) => [l.nom, l])) };
  for (const cle of Object.keys(lu.reponses)) etat.visitees.add(sectionDe(cle));
  noterLeFichier(lu.enregistre);
  $("saisie-jour").value ||= lu.au || aujourdHui();
}

function vider(reponses, depuis) {
  Object.assign(etat, { reponses, depuis, vu: null, insiste: -1, visee: "", noeudReprise: null });
  for (const memoire of [etat.champs, etat.quittees, etat.visitees, cadres]) memoire.clear();
  $("questions").replaceChildren();
  $("bilan").textContent = "";
}

export function noterLeFichier(chemin) {
  etat.enregistre = chemin;
  $("saisie-ou").textContent = chemin ? `Enregistré\u00a0: ${chemin}` : "Rien n’est écrit sur le disque avant «\u00a0Enregistrer\u00a0».";
}

// Something was typed, or taken away: what is on the disk is no longer all.
function change() {
  if (etat.enregistre) noterLeFichier("");
}

async function recommencer() {
  const rempli = Object.values(etat.reponses).some((texte) => texte.trim());
  if (rempli && !etat.enregistre && $("recommencer").dataset.sur !== "oui") {
    $("recommencer").dataset.sur = "oui";
    $("recommencer").textContent = "Effacer mes réponses, vraiment\u00a0?";
    return;
  }
  await autre({});
}

// Another case, from nothing or with the same creditor.
export async function autre({ depuis = "" }) {
  try {
    await ouvrir({});
  } catch {
    liens.perdre(true);
    return;
  }
  etat.depuis = depuis;
  location.hash === "#saisie-1" ? aller("saisie") : vers(0);
}

function garderLesReponses() {
  const fichier = new Blob([JSON.stringify({ reponses: etat.reponses }, null, 2)], { type: "application/json" });
  const lien = el("a", { href: URL.createObjectURL(fichier), download: "reponses-courriers.json" });
  lien.click();
  URL.revokeObjectURL(lien.href);
}

async function reprendreLesReponses(fichier) {
  try {
    const { reponses } = JSON.parse(await fichier.text());
    const lues = Object.entries(reponses).filter(([cle, texte]) => typeof texte === "string" && etat.depart.parCle.has(cle.replace(/\[\d+\]/, "")));
    if (!lues.length) throw new Error("vide");
    vider(Object.fromEntries(lues), "");
  } catch {
    refuser({ message: `${fichier.name}\u00a0: ce fichier n’a pas été fait par «\u00a0Garder mes réponses\u00a0».` });
    return;
  }
  for (const cle of Object.keys(etat.reponses)) etat.visitees.add(sectionDe(cle));
  await regarder();
}

function aujourdHui() {
  const jour = new Date();
  return [jour.getFullYear(), jour.getMonth() + 1, jour.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

// --- Les étapes -------------------------------------------------------------------------------

export function etapes() {
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

export function sectionDe(cle) {
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
export function aligner(place, noeuds) {
  const voulus = new Set(noeuds);
  for (const enfant of [...place.children]) if (!voulus.has(enfant)) enfant.remove();
  noeuds.forEach((noeud, rang) => { if (place.children[rang] !== noeud) place.insertBefore(noeud, place.children[rang] ?? null); });
}

function champDe(cle) {
  if (!etat.champs.has(cle)) {
    const question = etat.depart.parCle.get(cle.replace(/\[\d+\]/, ""));
    etat.champs.set(cle, champ(question, cle, etat.reponses[cle] ?? "", {
      changer: (nom, texte) => { etat.reponses[nom] = texte; change(); oublierLeManque(nom, texte); attendre(question.genre === "choix" ? 0 : PAUSE); },
      quitter: (nom) => { etat.quittees.add(nom); if (!appuye) marquer(); },
    }));
  }
  return etat.champs.get(cle);
}

// « An answer is needed » is said no more once one is typed, even if the server is gone.
function oublierLeManque(cle, texte) {
  if (etat.vu?.fautes[cle]?.manque && texte.trim()) { delete etat.vu.fautes[cle]; marquer(); }
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
  const dit = rangs.length ? `Ajouter ${AJOUTS[liste.nom]}` : `Oui\u00a0: ajouter ${AJOUTS[liste.nom]}`;
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
  change();
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
  change();
  for (const cle of Object.keys(etat.reponses)) if (cle.startsWith(`${prefixe}.`)) delete etat.reponses[cle];
  for (const cle of [...etat.champs.keys()]) if (cle.startsWith(`${prefixe}.`)) { etat.champs.delete(cle); etat.quittees.delete(cle); }
  cadres.delete(prefixe);
  await regarder();
  $("questions").querySelector(".ajouter")?.focus();
}

function reprise() {
  const vierge = !Object.values(etat.reponses).some((texte) => texte.trim());
  if (!etat.depart.dossiers.length) return vierge ? gardees() : null;
  if (!etat.noeudReprise) {
    etat.choixReprise = el("select", { id: "depuis", onchange: (e) => { etat.depuis = e.target.value; change(); regarder(); } },
      el("option", { value: "" }, "Non, je le décris"),
      ...etat.depart.dossiers.map((d) => el("option", { value: d.cle, selected: d.cle === etat.depuis }, d.nom)));
    etat.dite = el("p", { class: "lue", role: "status" });
    etat.noeudReprise = el("div", { class: "question g-choix" }, el("label", { for: "depuis" }, "Reprendre le créancier d’un autre dossier"), etat.choixReprise, etat.dite);
  }
  etat.dite.textContent = etat.vu?.reprise ? `✓ ${etat.vu.reprise}` : "";
  return etat.noeudReprise;
}

// Answers that were kept in a file when the workshop stopped.
function gardees() {
  etat.noeudGardees ??= el("p", { class: "note gardees" }, el("label", { for: "gardees" }, "Reprendre des réponses gardées "),
    el("input", { type: "file", id: "gardees", accept: ".json,application/json", onchange: (e) => { if (e.target.files.length) reprendreLesReponses(e.target.files[0]); } }));
  return etat.noeudGardees;
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

export function envoyer(chemin) {
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
    const vu = await reponse.json();
    if (mienne !== demande) return; // nor while it was read: its body may come after the next one's
    etat.vu = vu;
    perdre(false);
  } catch {
    perdre(true);
    return;
  }
  if (!fautives(etapes()[etat.etape]).length) $("bilan").textContent = "";
  dessiner();
  compter();
  if (etapes()[etat.etape] === FIN) await conclure(() => mienne === demande);
}

// The server keeps the last drafts only, and none after it stops: what is typed here is sent again.
async function perimer(reponse) {
  if (reponse.status !== 409) { refuser({ message: await reponse.text() }); return; }
  const lu = await (await fetch("/api/saisie")).json();
  etat.depart.brouillon = lu.brouillon;
  sessionStorage.setItem("brouillon", lu.brouillon);
  await regarder();
}

export function perdre(oui) {
  liens.perdre(oui);
  $("perdues").hidden = !oui;
}

export function refuser({ message, conseil = "" }) {
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
