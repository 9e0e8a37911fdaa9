const MAX_ROWS = 10;

/** Names of artists and albums come from other people: they are only ever set as text. */
export function create(tag, text, className = '') {
  const node = document.createElement(tag);
  node.textContent = text;
  node.className = className;
  return node;
}

const rowOf = id => document.querySelector(`#albums [data-id="${Number(id)}"]`);

/** Shows an album, above the others when it is new. */
export function showAlbum({id, nome}, className = '') {
  const row = create('tr', '', className);
  row.dataset.id = id;
  row.append(create('td', id), create('td', nome));
  const present = rowOf(id);
  if (present) {
    present.replaceWith(row);
    return;
  }
  const table = document.getElementById('albums');
  table.prepend(row);
  while (table.children.length > MAX_ROWS) table.lastElementChild.remove();
}

export function changeAlbum(album) {
  if (rowOf(album.id)) showAlbum(album, 'fresh');
}

export function removeAlbum({id}) {
  rowOf(id)?.remove();
}
