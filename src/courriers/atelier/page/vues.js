// What is drawn from what the server says. Text is only ever set as text.

const INSECABLE = "\u00a0";
const LARGEUR_MAX = 3200;
const SIENS_MAX = 12; // cases on the first page; the list has all of them
const NOMS = { erreur: "Erreur", avertissement: "Avertissement", information: "À savoir" };

export const $ = (id) => document.getElementById(id);

export function el(nom, attributs = {}, ...enfants) {
  const noeud = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) {
    if (cle.startsWith("on")) noeud.addEventListener(cle.slice(2), valeur);
    else if (valeur === true) noeud.setAttribute(cle, "");
    else if (valeur !== false && valeur != null) noeud.setAttribute(cle, valeur);
  }
  noeud.append(...enfants.filter((e) => e !== "" && e != null));
  return noeud;
}

export function plier(texte) {
  return texte.replace(/œ/gi, "oe").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("’", "'");
}

// As a sentence: a capital first (never that of a field), and no line that begins by « ? ».
export function phrase(texte) {
  return texte.replace(/^\p{Ll}/u, (lettre) => lettre.toUpperCase()).replace(/« /g, `«${INSECABLE}`).replace(/ ([»:;?!])/g, `${INSECABLE}$1`);
}

export async function copier(texte, bouton) {
  const avant = bouton.textContent;
  try {
    await navigator.clipboard.writeText(texte);
    bouton.textContent = "Copié";
  } catch {
    bouton.textContent = "Copie refusée";
  }
  setTimeout(() => { bouton.textContent = avant; }, 1400);
}

// --- L’accueil --------------------------------------------------------------------------------

export function accueil(depart, adresse) {
  const cartes = depart.commencer.map((c) => el("li", { class: "carte" },
    el("h3", {}, c.titre), el("p", {}, c.a_voir),
    el("a", { class: "bouton", href: adresse({ dossier: c.dossier, pack: c.pack }) }, "Voir la lettre")));
  $("commencer").replaceChildren(...cartes);
  const siens = depart.dossiers.filter((d) => d.groupe === "siens").slice(0, SIENS_MAX);
  $("le-votre").replaceChildren(...(siens.length ? [el("h2", {}, siens.length > 1 ? "Vos dossiers" : "Votre dossier"),
    el("ul", { class: "cartes" }, ...siens.map((d) => el("li", { class: "carte" }, el("h3", {}, d.nom), el("div", {},
      el("a", { class: "bouton plein", href: adresse({ dossier: d.cle, pack: depart.premier, au: "", canal: "" }), "aria-label": `Voir la lettre : ${d.nom}` }, "Voir la lettre"), " ",
      el("a", { class: "bouton", href: `#saisie-1?dossier=${encodeURIComponent(d.cle)}`, "aria-label": `Modifier : ${d.nom}` }, "Modifier")))))] : []));
  $("roles").replaceChildren(...depart.packs.map((p) => el("tr", { role: "row" }, // said: a narrow screen stacks them
    el("th", { scope: "row", role: "rowheader" }, el("a", { href: adresse({ pack: p.nom }) }, p.titre), ...origine(p)),
    el("td", { role: "cell" }, p.but), el("td", { role: "cell" }, p.quand))));
}

// --- Les listes -------------------------------------------------------------------------------

export function dossiers(depart, choisi) {
  const groupes = { siens: "Vos dossiers", commencer: "Pour commencer", exemples: "Les autres exemples" };
  $("dossier").replaceChildren(...Object.entries(groupes).flatMap(([groupe, titre]) => {
    const siens = depart.dossiers.filter((d) => d.groupe === groupe);
    if (!siens.length) return [];
    const liste = el("optgroup", { label: titre });
    liste.append(...siens.map((d) => el("option", { value: d.cle, selected: d.cle === choisi }, d.nom)));
    return [liste];
  }));
}

// The space is for who hears the name: « …payer à vous ».
function origine(p) { return p.origine ? [" ", el("span", { class: "etiquette" }, p.origine)] : []; }

export function packs(liste, choisi, choisir) {
  const avait = $("packs").contains(document.activeElement);
  $("packs").replaceChildren(...liste.map((p) => el("li", {},
    el("button", { type: "button", title: [p.but, p.quand].join(" ").trim(), "data-nom": p.nom,
      "aria-current": p.nom === choisi ? "true" : null, onclick: () => choisir(p.nom) },
    p.titre, ...origine(p)))));
  const courant = $("packs").querySelector("[aria-current]");
  if (avait) courant?.focus();
  if (courant) for (const boite of [$("packs"), $("packs").parentElement]) centrer(courant, boite);
}

// Only the list scrolls, never the page around it.
function centrer(noeud, boite) {
  const [n, b] = [noeud.getBoundingClientRect(), boite.getBoundingClientRect()];
  if (n.top < b.top || n.bottom > b.bottom) boite.scrollTop += n.top - b.top - (b.height - n.height) / 2;
}

export function canaux(liste, choisi) {
  $("canal-etiquette").hidden = liste.length < 2;
  $("canal").replaceChildren(...liste.map(([cle, nom]) => el("option", { value: cle, selected: cle === choisi }, nom)));
}

// --- Les feuilles -----------------------------------------------------------------------------

export function feuilles(feuille, fautes, { largeur, perimee, montrer }) {
  const place = $("feuilles");
  place.classList.toggle("perimee", perimee);
  place.querySelectorAll(":scope > :not(.page)").forEach((n) => n.remove());
  const figures = [...place.querySelectorAll(":scope > .page")];
  if (place.contains(document.activeElement)) place.focus({ preventScroll: true }); // its mark goes
  feuille.pages.forEach((page, rang) => {
    const figure = figures[rang] ?? place.appendChild(el("figure", { class: "page" }, el("img", { alt: "" }), el("div"), el("figcaption", { class: "invisible" })));
    dessiner(figure, feuille, page, rang, largeur);
    figure.children[1].replaceChildren(...marques(feuille, rang, fautes, montrer));
  });
  figures.slice(feuille.pages.length).forEach((n) => n.remove());
}

function dessiner(figure, feuille, page, rang, largeur) {
  const image = figure.children[0];
  const haut = (largeur * page.hauteur) / page.largeur;
  figure.style.width = `${largeur}px`;
  figure.style.height = `${haut}px`;
  image.alt = `Page ${rang + 1} sur ${feuille.pages.length}`;
  figure.children[2].textContent = page.texte;
  const points = Math.min(LARGEUR_MAX, Math.round(largeur * (window.devicePixelRatio || 1)));
  const source = `/image/${feuille.cle}/${rang + 1}.png?largeur=${points}`;
  if (figure.dataset.source === source) return;
  figure.dataset.source = source;
  const neuve = new Image();  // the old page stays until the new one is ready: no flicker
  neuve.onload = () => { if (figure.dataset.source === source) image.src = source; };
  neuve.src = source;
}

function marques(feuille, rang, fautes, montrer) {
  return fautes.flatMap((faute, numero) => (faute.marques[feuille.marque] ?? [])
    .filter(([page]) => page === rang)
    .map(([, gauche, haut, large, hauteur], ligne) => {
      const trait = el("button", { type: "button", class: `trait ${faute.gravite}`, "data-faute": numero,
        tabindex: ligne ? "-1" : null, "aria-label": `Faute ${numero + 1}${INSECABLE}: ${faute.message}`, title: faute.message,
        onclick: () => montrer(numero) }, ligne ? "" : el("span", { class: "numero", "aria-hidden": "true" }, `${numero + 1}`));
      Object.assign(trait.style, { left: `${gauche * 100}%`, top: `${haut * 100}%`, width: `${large * 100}%`, height: `${hauteur * 100}%` });
      return trait;
    }));
}

export function texte(feuille) {
  $("feuilles").classList.remove("perimee");
  $("feuilles").replaceChildren(el("div", { class: "texte" }, ...feuille.texte.split("\n").map((ligne) => el("p", {}, ligne))));
}

export function sansFeuille(titre, dit, bouton = "") {
  $("feuilles").classList.remove("perimee");
  $("feuilles").replaceChildren(el("div", { class: "vide" }, el("h2", {}, titre), el("p", {}, phrase(dit)), bouton));
}

export function fichiers(feuille, aJour) {
  const liens = !feuille || !aJour ? [] : feuille.fichiers.map((f) => el("a", { class: "bouton", href: `/fichier/${feuille.cle}/${f.format}`, download: true }, f.nom));
  $("fichiers").replaceChildren(...liens);
}

export function chemins(liste) {
  $("chemins").replaceChildren(...(liste.length ? ["Le modèle, à ouvrir dans Word"] : []), ...liste.map((chemin) => el("span", {},
    el("code", { title: chemin }, chemin.split(/[\\/]/).slice(-2).join("/")),
    el("button", { type: "button", onclick: (e) => copier(chemin, e.currentTarget), "aria-label": `Copier le chemin de ${chemin}` }, "Copier le chemin"))));
}

// --- Les fautes, le compte, la suite ----------------------------------------------------------

// What is drawn again takes the focus away: it goes back to the same place, or to the panel.
function redessiner(panneau, enfants, selecteur) {
  const rang = [...panneau.querySelectorAll(selecteur)].indexOf(document.activeElement);
  const avait = panneau.contains(document.activeElement);
  panneau.replaceChildren(...enfants);
  if (avait) (panneau.querySelectorAll(selecteur)[rang] ?? panneau).focus({ preventScroll: true });
}

export function fautes(liste, montrer) {
  const erreurs = liste.filter((f) => f.gravite === "erreur").length;
  const avis = liste.filter((f) => f.gravite === "avertissement").length;
  const total = erreurs || avis;
  $("o-fautes").replaceChildren("Fautes", ...(total ? [" ", el("span", { class: `compteur ${erreurs ? "erreur" : ""}` }, `${total}`)] : []));
  if (!liste.length) {
    redessiner($("p-fautes"), [el("p", { class: "rien" }, "Aucune faute."), el("p", { class: "note" }, "Le modèle est lu en entier et la lettre relue. «\u00a0courriers verifier\u00a0» l’essaie aussi avec tous les exemples.")], "button");
    return;
  }
  redessiner($("p-fautes"), liste.map((f, numero) => el("article", { class: `faute ${f.gravite}`, "data-faute": numero },
    el("h3", {}, `${numero + 1}. ${NOMS[f.gravite]}${INSECABLE}· ${f.origine}`),
    f.place ? el("p", { class: "place" }, f.place) : "",
    el("p", {}, phrase(f.message)),
    f.extrait ? el("blockquote", {}, `«${INSECABLE}${f.extrait}${INSECABLE}»`) : "",
    f.conseil ? el("p", { class: "conseil" }, phrase(f.conseil)) : "",
    f.fondement ? el("p", { class: "place" }, f.fondement) : "",
    el("div", { class: "bas" }, el("code", {}, f.code),
      Object.keys(f.marques).length ? el("button", { type: "button", onclick: () => montrer(numero) }, "Montrer") : ""))), "button");
}

export function compte(lu, place = $("p-compte")) {
  if (!lu) {
    place.replaceChildren(el("p", { class: "note" }, "Aucun compte n’est possible pour ce dossier\u00a0: voyez les fautes."));
    return;
  }
  const ouverts = new Set([...place.querySelectorAll("details[open]")].map((d) => d.dataset.nom));
  redessiner(place, [el("p", { class: "note" }, `Arrêté au ${lu.au}. Ouvrez un chiffre\u00a0: son calcul, son texte, sa source.`),
    ...lu.lignes.map((l, rang) => el("details", { class: `chiffre ${rang === lu.lignes.length - 1 ? "total" : ""}`, "data-nom": l.libelle, open: ouverts.has(l.libelle) },
      el("summary", {}, el("span", {}, l.libelle), el("span", { class: "montant" }, l.montant)),
      el("ul", {}, ...l.details.map((d) => el("li", {}, d)))))], "summary");
}

export function suite(lue) {
  $("p-suite").replaceChildren(lue.length
    ? el("dl", { class: "suite" }, ...lue.flatMap(([nom, dit]) => [el("dt", {}, nom), el("dd", {}, phrase(dit))]))
    : el("p", { class: "note" }, "Ce modèle ne dit pas que faire de la lettre."));
}

// --- Les champs -------------------------------------------------------------------------------

export function champs(depart, valeurs, motif) {
  const mots = plier(motif).split(/\s+/).filter(Boolean);
  let nombre = 0;
  const convient = (c) => {
    const ou = plier([c.nom, c.nom.replaceAll("[]", ""), c.sens, c.exemple, valeurs[c.nom] ?? ""].join(" "));
    return mots.every((mot) => ou.includes(mot));
  };
  const blocs = [...depart.chapitres, { titre: "Les filtres", champs: depart.filtres }].flatMap((chapitre) => {
    const trouves = chapitre.champs.filter(convient);
    nombre += trouves.length;
    return trouves.length ? [el("section", {}, el("h3", {}, chapitre.titre), ...trouves.map((c) => champ(c, valeurs)))] : [];
  });
  $("trouves").textContent = nombre ? `${nombre} champ${nombre > 1 ? "s" : ""}` : "Rien\u00a0: essayez un autre mot.";
  redessiner($("champs"), blocs, "button");
}

function champ(c, valeurs) {
  const valeur = valeurs[c.nom];
  return el("div", { class: "champ" },
    el("div", { class: "tete" }, el("code", {}, c.nom),
      el("button", { type: "button", title: c.a_copier, "aria-label": `Copier ${c.a_copier}`, onclick: (e) => copier(c.a_copier, e.currentTarget) }, "Copier")),
    el("p", {}, c.sens),
    valeur ? el("p", { class: "valeur" }, `Ici${INSECABLE}: `, el("b", {}, valeur)) : "",
    !valeur && c.genre ? el("p", {}, c.vide ? `Vide ici (${c.vide})` : "Vide ici") : "",
    !c.genre ? el("p", {}, c.exemple) : "");
}
