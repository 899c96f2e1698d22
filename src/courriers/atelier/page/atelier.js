// The page: what is chosen (kept in the address), what the server says of it, what is shown.

import * as vues from "/vues.js";
import { $, el } from "/vues.js";
import * as saisie from "/saisie.js";

const TAILLES = [50, 75, 100, 125, 150, 200];
const A4 = 794; // CSS pixels across an A4 page at 100 %
const etat = { depart: null, vue: null, mode: "lettre", document: "", taille: 0, lue: "" };
let enCours = false, encore = false, demande = 0;

// --- Ce qui est choisi ------------------------------------------------------------------------

function choix() {
  const lu = new URLSearchParams(location.hash.slice(1));
  return { pack: lu.get("pack"), dossier: lu.get("dossier"), au: lu.get("au"), canal: lu.get("canal") };
}

function adresse(changements) {
  const voulu = { ...dernier(), ...changements };
  const lu = new URLSearchParams();
  for (const nom of ["pack", "dossier", "au", "canal"]) if (voulu[nom]) lu.set(nom, voulu[nom]);
  return `#${lu}`;
}

function dernier() {
  const lu = choix();
  if (lu.pack || lu.dossier) return lu;
  const sien = etat.depart.dossiers.find((d) => d.groupe === "siens");
  return { pack: etat.depart.premier, dossier: etat.depart.choisi || (sien?.cle ?? etat.depart.commencer[0].dossier), au: "", canal: "" };
}

function choisir(changements) { location.hash = adresse(changements); }

function dossierChoisi() { return etat.depart.dossiers.find((d) => d.cle === dernier().dossier); }

// --- Aller d’une page à l’autre ---------------------------------------------------------------

function aller() {
  const vientDe = etat.page;
  etat.page = location.hash.startsWith("#saisie") ? "saisie" : "ailleurs";
  const sur = Boolean(choix().pack) || location.hash === "#lettre";
  if (location.hash === "#lettre") { history.replaceState(null, "", adresse({})); }
  const saisit = location.hash.startsWith("#saisie");
  $("accueil").hidden = sur || saisit;
  $("saisie").hidden = !saisit;
  $("lettre").hidden = !sur;
  $("reglages").hidden = !sur;
  $("vers-accueil").toggleAttribute("aria-current", !sur && !saisit);
  $("vers-saisie").toggleAttribute("aria-current", saisit);
  $("vers-lettre").toggleAttribute("aria-current", sur);
  if (!sur) {
    $("etat").textContent = "";
    document.title = saisit ? "Nouveau dossier – courriers" : "Atelier – courriers";
    if (saisit) saisie.aller(vientDe);
    return;
  }
  const voulu = dernier();
  etat.lue = "";
  dire("", ""); // « À jour » is of the letter before
  vues.fichiers(null); // those of the letter before are not those of the one chosen
  vues.dossiers(etat.depart, voulu.dossier);
  vues.packs(etat.depart.packs, voulu.pack, (pack) => choisir({ pack, canal: "" }));
  $("jour").value = voulu.au || dossierChoisi()?.au || "";
  regarder();
}

// --- Demander la lettre -----------------------------------------------------------------------

async function regarder() {
  if (enCours) { encore = true; return; } // one at a time: ten saves ask for two views
  enCours = true;
  const mien = ++demande;
  const avant = [$("etat").textContent, $("etat").className.replace("etat ", "")];
  const attente = setTimeout(() => dire("La lettre se fait…", ""), 250);
  try {
    do {
      encore = false;
      const parametres = new URLSearchParams();
      for (const [nom, valeur] of Object.entries(dernier())) if (valeur) parametres.set(nom, valeur);
      if (etat.mode === "modele") parametres.set("modele", "1"); // drawn only for who looks
      const reponse = await fetch(`/api/vue?${parametres}`);
      if (reponse.status === 403) throw new Error("ferme");
      const lue = await reponse.text();
      if (encore || mien !== demande || lue === etat.lue) continue; // the same: the focus stays
      etat.lue = lue;
      reponse.ok ? recevoir(JSON.parse(lue)) : refuser(JSON.parse(lue));
    } while (encore);
    perdre(false);
    if ($("etat").textContent === "La lettre se fait…") dire(...avant);
  } catch {
    perdre(true);
  } finally {
    clearTimeout(attente);
    enCours = false;
  }
}

function recevoir(vue) {
  etat.vue = vue;
  titrer();
  vues.canaux(vue.canaux, dernier().canal || vue.canaux[0]?.[0]);
  vues.fautes(vue.fautes, montrer);
  vues.compte(vue.compte);
  vues.suite(vue.suite);
  vues.champs(etat.depart, vue.valeurs, $("cherche").value);
  vues.chemins(vue.chemins);
  feuilleter();
  const erreurs = vue.fautes.filter((f) => f.gravite === "erreur").length;
  if (vue.a_jour) dire(`À jour, ${new Date().toLocaleTimeString("fr-FR")}`, erreurs ? "mal" : "bon");
  else dire(erreurs > 1 ? `${erreurs} erreurs` : "1 erreur", "mal");
}

function titrer() {
  const nom = etat.depart.packs.find((p) => p.nom === dernier().pack)?.titre ?? dernier().pack;
  document.title = `${nom} – courriers`;
}

function refuser(lue) {
  etat.vue = null;
  document.title = "Atelier – courriers";
  vues.fautes([{ gravite: "erreur", code: "", origine: "choix", message: lue.message, conseil: lue.conseil, marques: {} }], montrer);
  vues.compte(null);
  vues.suite([]);
  vues.canaux([], "");
  vues.chemins([]);
  vues.champs(etat.depart, {}, $("cherche").value);
  $("perime").hidden = true;
  $("documents").hidden = true;
  vues.sansFeuille(lue.message, lue.conseil);
  dire(lue.message, "mal");
}

function dire(phrase, classe) {
  $("etat").textContent = phrase;
  $("etat").className = `etat ${classe}`;
}

function perdre(oui) {
  $("arret").hidden = !oui;
  if (oui) dire("Sans réponse", "mal");
}

// --- La feuille -------------------------------------------------------------------------------

function courante() {
  const liste = (etat.mode === "modele" ? etat.vue.modele : etat.vue.lettre) ?? [];
  return liste.find((f) => f.nom === etat.document) ?? liste[0];
}

function feuilleter() {
  const vue = etat.vue;
  if (!vue) return;
  const liste = etat.mode === "modele" ? vue.modele : vue.lettre;
  const feuille = courante();
  for (const bouton of $("modes").children) bouton.setAttribute("aria-pressed", bouton.dataset.mode === etat.mode);
  $("documents").hidden = liste.length < 2;
  $("documents").replaceChildren(...liste.map((f) => el("button", { type: "button", "aria-pressed": f === feuille ? "true" : "false",
    onclick: () => { etat.document = f.nom; feuilleter(); $("feuilles").scrollTop = 0; } }, f.nom)));
  const perimee = !vue.a_jour && etat.mode !== "modele";
  $("perime").hidden = !(perimee && vue.lettre.length);
  $("perime").textContent = "La lettre ne peut plus être écrite\u00a0: voyez les fautes. Ceci est la dernière bonne, à ne pas envoyer.";
  vues.fichiers(vue.lettre.find((f) => f.nom === feuille?.nom), vue.a_jour);
  if (!feuille && etat.mode === "modele" && !vue.modele_dessine) {
    vues.sansFeuille("Le modèle se dessine…", "");
  } else if (!feuille) {
    const premiere = vue.fautes.find((f) => f.gravite === "erreur");
    const voir = etat.mode !== "modele" && vue.modele.length && premiere?.origine === "modèle"
      ? el("button", { type: "button", class: "plein", onclick: () => { etat.mode = "modele"; feuilleter(); } }, "Voir le modèle et ses fautes") : "";
    vues.sansFeuille(etat.mode === "modele" ? "Ce modèle ne peut pas être montré" : "Pas de lettre pour ce dossier", premiere ? `${premiere.message} ${premiere.conseil}` : "", voir);
  } else if (etat.mode === "texte") {
    vues.texte(feuille);
  } else if (!feuille.pages.length) {
    vues.sansFeuille("Pas d’image de cette lettre", "Le fichier Word, lui, est prêt\u00a0: voyez les fautes.");
  } else {
    vues.feuilles(feuille, vue.fautes, { largeur: largeur(), perimee, montrer });
  }
}

function largeur() {
  const place = $("feuilles").clientWidth - 40;
  return etat.taille ? Math.round((A4 * etat.taille) / 100) : Math.max(280, Math.min(place, 1000));
}

function agrandir(sens) {
  const actuelle = etat.taille || Math.round((largeur() / A4) * 100);
  const suivante = sens > 0 ? TAILLES.find((t) => t > actuelle) : TAILLES.findLast((t) => t < actuelle);
  fixer(suivante ?? actuelle);
}

function fixer(taille) {
  etat.taille = Math.max(0, Math.min(200, taille));
  $("taille").textContent = etat.taille ? `${etat.taille}\u00a0%` : "Ajustée";
  if (etat.mode !== "texte") feuilleter();
}

function montrer(numero) {
  const faute = etat.vue.fautes[numero];
  const ici = courante();
  if (etat.mode === "texte" || !faute.marques[ici?.marque]) {
    const genres = [["lettre", etat.vue.lettre], ["modele", etat.vue.modele]];
    const ou = genres.flatMap(([mode, liste]) => liste.map((f) => [mode, f])).find(([, f]) => faute.marques[f.marque]);
    if (ou) { etat.mode = ou[0]; etat.document = ou[1].nom; feuilleter(); }
  }
  ouvrir("o-fautes");
  for (const vif of document.querySelectorAll(".vif")) vif.classList.remove("vif");
  for (const lie of document.querySelectorAll(`[data-faute="${numero}"]`)) lie.classList.add("vif");
  $("p-fautes").querySelector(".vif")?.scrollIntoView({ block: "nearest" });
  const trait = $("feuilles").querySelector(".trait.vif");
  trait?.scrollIntoView({ block: "center" });
  trait?.focus({ preventScroll: true });
}

// --- Les onglets et le clavier ----------------------------------------------------------------

function ouvrir(id) {
  for (const onglet of $("onglets").children) {
    const choisi = onglet.id === id;
    onglet.setAttribute("aria-selected", choisi);
    onglet.tabIndex = choisi ? 0 : -1;
    $(onglet.getAttribute("aria-controls")).hidden = !choisi;
  }
}

function fleches(conteneur, selecteur, agir) {
  conteneur.addEventListener("keydown", (e) => {
    const pas = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
    const liste = [...conteneur.querySelectorAll(selecteur)];
    const rang = liste.indexOf(document.activeElement);
    if (rang < 0 || (!pas && e.key !== "Home" && e.key !== "End")) return;
    e.preventDefault();
    const vers = e.key === "Home" ? 0 : e.key === "End" ? liste.length - 1 : (rang + pas + liste.length) % liste.length;
    liste[vers].focus();
    agir(liste[vers]);
  });
}

function brancher() {
  window.addEventListener("hashchange", aller);
  document.querySelector(".evitement").addEventListener("click", (e) => {
    e.preventDefault(); // the address holds the choice: it is not a place of the page
    $("contenu").focus();
  });
  let repos;
  window.addEventListener("resize", () => {
    clearTimeout(repos);
    repos = setTimeout(() => { if (!etat.taille && etat.mode !== "texte") feuilleter(); }, 150);
  });
  $("reglages").addEventListener("submit", (e) => e.preventDefault());
  $("dossier").addEventListener("change", (e) => choisir({ dossier: e.target.value, au: "" }));
  $("jour").addEventListener("change", (e) => choisir({ au: e.target.value }));
  $("canal").addEventListener("change", (e) => choisir({ canal: e.target.value }));
  $("modes").addEventListener("click", (e) => { if (e.target.dataset.mode) { etat.mode = e.target.dataset.mode; feuilleter(); if (etat.mode === "modele") regarder(); } });
  $("plus").addEventListener("click", () => agrandir(1));
  $("moins").addEventListener("click", () => agrandir(-1));
  $("taille").addEventListener("click", () => fixer(0));
  $("cherche").addEventListener("input", (e) => vues.champs(etat.depart, etat.vue?.valeurs ?? {}, e.target.value));
  $("onglets").addEventListener("click", (e) => { const onglet = e.target.closest("[role=tab]"); if (onglet) ouvrir(onglet.id); });
  fleches($("onglets"), "[role=tab]", (onglet) => ouvrir(onglet.id));
  fleches($("packs"), "button", (bouton) => choisir({ pack: bouton.dataset.nom, canal: "" }));
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select") || $("lettre").hidden) return;
    if (e.key === "+") agrandir(1);
    else if (e.key === "-") agrandir(-1);
    else if (e.key === "0") fixer(0);
  });
}

// --- Suivre le disque -------------------------------------------------------------------------

function suivre() {
  let flux = null;
  const ouvrirLeFlux = () => {
    flux = new EventSource("/api/veille");
    flux.addEventListener("bonjour", () => { perdre(false); rafraichir(); });
    flux.addEventListener("change", rafraichir);
    flux.onerror = () => perdre(true);
  };
  // A hidden page lets its connection go: browsers allow six to one address.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { flux?.close(); flux = null; } else if (!flux) ouvrirLeFlux();
  });
  if (!document.hidden) ouvrirLeFlux();
}

async function rafraichir() {
  try {
    if (!$("lettre").hidden) await regarder();
    const avant = JSON.stringify(etat.depart.packs);
    const liste = await (await fetch("/api/packs")).json();
    if (JSON.stringify(liste) === avant) return;
    etat.depart.packs = liste;
    vues.accueil(etat.depart, adresse);
    vues.packs(liste, dernier().pack, (pack) => choisir({ pack, canal: "" }));
    if (!$("lettre").hidden) titrer();
  } catch {
    perdre(true);
  }
}

async function commencer() {
  try {
    etat.depart = await (await fetch("/api/depart")).json();
  } catch {
    perdre(true);
    return;
  }
  vues.accueil(etat.depart, adresse);
  vues.champs(etat.depart, {}, "");
  brancher();
  saisie.brancher({ perdre, ecrire: async (choisis) => { etat.depart = await (await fetch("/api/depart")).json(); vues.accueil(etat.depart, adresse); choisir(choisis); },
    relire: async () => { etat.depart = await (await fetch("/api/depart")).json(); vues.accueil(etat.depart, adresse); } });
  if (!location.hash && etat.depart.choisi) history.replaceState(null, "", adresse({}));
  aller();
  suivre();
}

commencer();
