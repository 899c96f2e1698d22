// What is measured in the page itself; each test that needs it sends it along.

function couleur(dite) {
  const lus = /^rgba?\(([\d.]+),? ([\d.]+),? ([\d.]+)(?:,? ?\/? ?([\d.]+))?\)$/.exec(dite);
  if (!lus) throw new Error(`couleur illisible : ${dite}`);
  return [...lus.slice(1, 4).map(Number), lus[4] === undefined ? 1 : Number(lus[4])];
}

function poser([r, v, b, a], dessous) {
  return [r, v, b].map((x, rang) => x * a + dessous[rang] * (1 - a));
}

// The colour behind an element: each ancestor's over the one it is on.
function fond(noeud) {
  const calques = [];
  for (let n = noeud; n; n = n.parentElement) calques.unshift(couleur(getComputedStyle(n).backgroundColor));
  return calques.reduce((dessous, calque) => poser(calque, dessous), [255, 255, 255]);
}

function lumiere(rvb) {
  const [r, v, b] = rvb.map((x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * v + 0.0722 * b;
}

function rapport(a, b) {
  const [clair, sombre] = [lumiere(a), lumiere(b)].sort((x, y) => y - x);
  return Math.round(((clair + 0.05) / (sombre + 0.05)) * 100) / 100;
}

function opacite(noeud) {
  let total = 1;
  for (let n = noeud; n; n = n.parentElement) total *= Number(getComputedStyle(n).opacity);
  return total;
}

function visible(noeud) {
  return noeud.checkVisibility({ visibilityProperty: true }) && !noeud.closest(".invisible");
}

function mesurer(noeud, dit, style) {
  const dessous = fond(noeud);
  const [r, v, b, a] = couleur(style.color);
  return { dit, ou: `${noeud.tagName}.${noeud.className}`, rapport: rapport(poser([r, v, b, a * opacite(noeud)], dessous), dessous) };
}

function contrastes() {
  const textes = [];
  const marche = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (marche.nextNode()) {
    const [dit, noeud] = [marche.currentNode.data.trim(), marche.currentNode.parentElement];
    if (dit && !noeud.closest("option, noscript, script") && visible(noeud)) textes.push(mesurer(noeud, dit, getComputedStyle(noeud)));
  }
  const champs = [...document.querySelectorAll("select, input, textarea")].filter(visible);
  for (const champ of champs) {
    textes.push(mesurer(champ, champ.id, getComputedStyle(champ)));
    if (champ.placeholder) textes.push(mesurer(champ, champ.placeholder, getComputedStyle(champ, "::placeholder")));
  }
  const bords = champs.map((champ) => ({ dit: champ.id,
    rapport: rapport(poser(couleur(getComputedStyle(champ).borderTopColor), fond(champ.parentElement)), fond(champ.parentElement)) }));
  return { textes, bords };
}

// What sticks out at the right, or must be scrolled sideways to be read.
function debords(largeur) {
  const permis = "#feuilles, .invisible, .evitement";
  return [...document.querySelectorAll("body, body *")].filter((n) => !n.closest(permis) && n.checkVisibility()).flatMap((n) => {
    const boite = n.getBoundingClientRect();
    const defile = !["visible", "clip"].includes(getComputedStyle(n).overflowX) && n.scrollWidth > n.clientWidth + 1 && !n.matches("select, input");
    return boite.right > largeur + 1 || boite.left < -1 || defile ? [`${n.tagName}#${n.id}.${n.className} ${Math.round(boite.right)} ${defile}`] : [];
  });
}

function tous() { return [...document.querySelectorAll("*")]; }

// By their rank in the document: what Tab should stop at.
function atteignables() {
  return tous().flatMap((n, rang) => (n.tabIndex >= 0 && n.matches("a[href], button, input, select, textarea, summary, [tabindex]")
    && !n.disabled && n.checkVisibility({ visibilityProperty: true }) ? [rang] : []));
}

function arret() {
  const ici = document.activeElement;
  if (!ici || ici === document.body || ici === document.documentElement) return null;
  const style = getComputedStyle(ici);
  const boite = ici.getBoundingClientRect();
  const dedans = boite.bottom > 0 && boite.top < innerHeight && boite.right > 0 && boite.left < innerWidth;
  return { rang: tous().indexOf(ici), dit: `${ici.tagName} ${ici.id} ${ici.textContent.trim().slice(0, 30)}`,
    se_voit: dedans && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
}
