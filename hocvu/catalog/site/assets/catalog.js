/* Finds courses as the reader types. Classic and plain, so that it runs from a file and in old browsers. */
(function () {
  "use strict";
  var form = document.querySelector("form");
  var list = document.getElementById("courses");
  var count = document.getElementById("count");
  var heading = document.getElementById("heading");
  var more = document.getElementById("more");
  var english = document.documentElement.lang === "en";
  var first = list.innerHTML;
  var PAGE = 50;
  var found = [];
  var shown = 0;

  function fold(text) {
    return text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function exact(text) {
    return text.toLowerCase().normalize("NFC");
  }

  var rows = catalog.rows.map(function (row) {
    var publisher = catalog.tables[0][row[4]];
    var field = catalog.tables[1][row[5]];
    var text = [row[1], row[2], row[3], row[8], publisher ? publisher[0] : "", field ? field[0] : ""].join(" ");
    return { row: row, title: fold(row[2] + " " + row[3]), text: fold(text), exact: exact(text) };
  });

  var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
  selects.forEach(function (select, at) {
    catalog.tables[at]
      .map(function (names, number) { return { number: number, name: names[english ? 1 : 0] }; })
      .sort(function (a, b) { return a.name.localeCompare(b.name, "vi"); })
      .forEach(function (one) {
        var option = document.createElement("option");
        option.value = String(one.number);
        option.textContent = one.name;
        select.append(option);
      });
  });

  /* Every word must be found; with marks counts before without, and a title before the rest. */
  function score(one, plain, marked) {
    var points = 0;
    for (var i = 0; i < plain.length; i++) {
      if (one.text.indexOf(plain[i]) < 0) return -1;
      if (one.title.indexOf(plain[i]) >= 0) points += 2;
      if (plain[i] !== marked[i] && one.exact.indexOf(marked[i]) >= 0) points += 3;
    }
    return points;
  }

  function search() {
    var asked = document.getElementById("q").value.trim().split(/\s+/).filter(Boolean);
    var plain = asked.map(fold);
    var marked = asked.map(exact);
    var wanted = selects.map(function (select) { return Number(select.value); });
    var idle = !asked.length && wanted.every(function (number) { return number < 0; });
    heading.hidden = !idle;
    if (idle) {
      list.innerHTML = first;
      count.textContent = "";
      more.hidden = true;
      return;
    }
    found = [];
    rows.forEach(function (one, at) {
      var fits = wanted.every(function (number, i) { return number < 0 || one.row[4 + i] === number; });
      var points = fits ? score(one, plain, marked) : -1;
      if (points >= 0) found.push({ one: one, points: points, at: at });
    });
    found.sort(function (a, b) { return b.points - a.points || a.at - b.at; });
    count.textContent = found.length + " " + form.getAttribute("data-found");
    list.textContent = "";
    shown = 0;
    show();
  }

  function show() {
    var part = document.createDocumentFragment();
    found.slice(shown, shown + PAGE).forEach(function (hit) {
      var row = hit.one.row;
      var item = document.createElement("li");
      var link = document.createElement("a");
      var about = document.createElement("span");
      link.href = "courses/" + row[0] + "/index.html";
      link.textContent = (english && row[3]) || row[2];
      if (english && !row[3]) link.lang = "vi";
      var names = [catalog.tables[0][row[4]], catalog.tables[1][row[5]]];
      about.textContent = [row[1]].concat(names.filter(Boolean).map(function (name) {
        return name[english ? 1 : 0];
      })).join(" · ");
      item.append(link, about);
      part.append(item);
    });
    list.append(part);
    shown += PAGE;
    more.hidden = shown >= found.length;
  }

  var asked = new URLSearchParams(location.search).get("q");
  if (asked) document.getElementById("q").value = asked;
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", search);
  more.addEventListener("click", show);
  search();
})();
