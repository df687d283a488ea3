/* Shows a module and reports to the learning platform around it, by SCORM 1.2. Nothing is loaded from anywhere else. */
(function () {
  "use strict";

  var module = window.MODULE, labels = module.labels, SLOT = "\ufffc", LONGEST_NOTE = 4096;
  var main = document.querySelector("main"), menu = document.querySelector("nav");

  /* The platform: SCORM 1.2 Run-Time Environment, 3.3.6 (where it is looked for) and 3.4 (what it is told). */

  function platformAbove(from) {
    for (var steps = 0; from && steps < 20; steps += 1) {
      try {
        if (from.API) { return from.API; }
      } catch (foreign) { return null; }
      if (from.parent === from) { return null; }
      from = from.parent;
    }
    return null;
  }

  var api = platformAbove(window) || (window.opener ? platformAbove(window.opener) : null);
  var begun = Date.now(), ended = false;

  function ask(element) { return api ? String(api.LMSGetValue(element)) : ""; }
  function tell(element, value) { if (api && !ended) { api.LMSSetValue(element, String(value)); } }
  function commit() { if (api && !ended) { api.LMSCommit(""); } }

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function timeSince(moment) {
    var seconds = Math.min(Math.floor((Date.now() - moment) / 1000), 9999 * 3600);
    var hours = Math.floor(seconds / 3600);
    return ("000" + hours).slice(-4) + ":" + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
  }

  /* What is kept between sessions: which pages are done, how each scenario was taken, answers, the best result. */

  var kept = { done: {}, ways: {}, answers: {}, best: null }, status = "";

  function note() {
    var all = JSON.stringify(kept);
    if (all.length > LONGEST_NOTE) { all = JSON.stringify({ done: kept.done, ways: kept.ways, answers: {}, best: kept.best }); }
    if (all.length > LONGEST_NOTE) { all = JSON.stringify({ done: kept.done, ways: {}, answers: {}, best: kept.best }); }
    if (all.length <= LONGEST_NOTE) { tell("cmi.suspend_data", all); }
  }

  function recall(words) {
    try {
      var found = JSON.parse(words);
      ["done", "ways", "answers"].forEach(function (name) { kept[name] = found[name] || {}; });
      kept.best = typeof found.best === "number" ? found.best : null;
    } catch (none) { /* nothing is kept yet */ }
  }

  function report() {
    var whole = module.pages.every(function (page) { return kept.done[page.id]; });
    if (!module.questions.length) {
      status = whole ? "completed" : "incomplete";
    } else if (kept.best === null) {
      status = "incomplete";
    } else {
      tell("cmi.core.score.min", 0);
      tell("cmi.core.score.max", 100);
      tell("cmi.core.score.raw", kept.best);
      status = kept.best >= module.pass ? "passed" : "failed";
    }
    tell("cmi.core.lesson_status", status);
    note();
    commit();
  }

  function leave() {
    if (!api || ended) { return; }
    tell("cmi.core.session_time", timeSince(begun));
    tell("cmi.core.exit", "suspend");
    note();
    commit();
    api.LMSFinish("");
    ended = true;
  }

  /* What is drawn. All HTML in MODULE was made safe when the package was made; what is typed is never drawn as HTML. */

  function make(name, said, inside) {
    var made = document.createElement(name);
    Object.keys(said || {}).forEach(function (key) {
      if (key === "html") { made.innerHTML = said.html; } else if (key === "words") { made.textContent = said.words; }
      else if (key === "click") { made.addEventListener("click", said.click); }
      else if (said[key] !== null && said[key] !== false) { made.setAttribute(key, said[key] === true ? "" : said[key]); }
    });
    (inside || []).forEach(function (each) { if (each) { made.appendChild(each); } });
    return made;
  }

  function button(words, click, kind) { return make("button", { type: "button", words: words, click: click, class: kind || null }); }
  function spoken(each, said) { said.lang = each.lang; said.dir = each.dir; return said; }
  function filled(words, values) { return words.replace(/\{(\w+)\}/g, function (_all, name) { return values[name]; }); }

  function show(inside) {
    main.textContent = "";
    inside.forEach(function (each) { if (each) { main.appendChild(each); } });
    Array.prototype.forEach.call(main.querySelectorAll("a[href]"), function (link) {
      var target = link.getAttribute("href");
      if (target.indexOf("#term-") === 0) {
        link.addEventListener("click", function (event) { event.preventDefault(); openGlossary(target.slice(1)); });
      } else if (target.charAt(0) !== "#") {
        link.target = "_blank"; /* else this page would go, and the session with it */
        link.rel = "noopener noreferrer";
      }
    });
    drawMenu();
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  function drawMenu() {
    var entries = module.pages.map(function (page, number) {
      return entry(page.title + (kept.done[page.id] ? " ✓" : ""), page.id, function () { openPage(number); }, page);
    });
    if (module.terms.length) { entries.push(entry(labels.glossary, "glossary", function () { openGlossary(""); })); }
    if (module.questions.length) { entries.push(entry(labels.questions, "questions", openQuestions)); }
    menu.textContent = "";
    menu.setAttribute("aria-label", labels.contents);
    menu.appendChild(make("ol", {}, entries));
    if (!api) { menu.appendChild(make("p", { class: "soft", words: labels.noPlatform })); }
  }

  function entry(words, place, click, page) {
    var said = { type: "button", words: words, click: click, "aria-current": place === here ? "page" : null };
    return make("li", {}, [make("button", page ? spoken(page, said) : said)]);
  }

  var here = "", before = 0;

  function go(place) {
    here = place;
    tell("cmi.core.lesson_location", place);
  }

  function openPage(number) {
    var page = module.pages[number];
    before = number;
    go(page.id);
    if (page.scenes) { openScene(number); return; }
    var onward = button(labels.next, function () { kept.done[page.id] = 1; report(); after(number); }, "button");
    var back = number ? button(labels.back, function () { openPage(number - 1); }) : null;
    show([make("h2", spoken(page, { words: page.title })), make("div", spoken(page, { html: page.html })),
      make("p", { class: "actions" }, [back, onward])]);
    commit();
  }

  function after(number) {
    if (number + 1 < module.pages.length) { openPage(number + 1); }
    else if (module.questions.length) { openQuestions(); }
    else { openPage(number); }
  }

  function openScene(number) {
    var page = module.pages[number], way = kept.ways[page.id] || [], scene = page.scenes[0], why = "";
    way.forEach(function (chosen) { why = scene.choices[chosen].why; scene = page.scenes[scene.choices[chosen].to]; });
    var choices = scene.choices.map(function (choice, chosen) {
      return button(choice.words, function () { kept.ways[page.id] = way.concat(chosen); note(); openScene(number); });
    });
    if (scene.ending) { kept.done[page.id] = 1; report(); }
    show([
      make("h2", spoken(page, { words: page.title })),
      why ? make("div", spoken(scene, { class: "notice", html: why })) : null,
      make("h3", spoken(scene, { words: scene.title })),
      make("div", spoken(scene, { html: scene.html })),
      make("div", spoken(scene, { class: "choices" }), choices),
      scene.ending ? make("p", { class: "heading", words: labels[scene.ending] }) : null,
      make("p", { class: "actions" }, [
        way.length ? button(labels.again, function () { kept.ways[page.id] = []; note(); openScene(number); }) : null,
        scene.ending ? button(labels.next, function () { after(number); }, "button") : null
      ])
    ]);
  }

  function openGlossary(place) {
    here = "glossary";
    var terms = [];
    module.terms.forEach(function (term) {
      terms.push(make("dt", spoken(term, { id: "term-" + term.id, words: term.words, class: "heading" })));
      terms.push(make("dd", spoken(term, { html: term.html })));
    });
    show([make("h2", { words: labels.glossary }), make("dl", {}, terms),
      make("p", { class: "actions" }, [button(labels.back, function () { openPage(before); })])]);
    var term = place && document.getElementById(place);
    if (term) { term.scrollIntoView(); }
  }

  /* Questions: each kind draws its fields, reads them as {slot: [value]}, and scores from 0 to 1 as the site does. */

  function shuffled(parts) {
    var rest = parts.slice(), mixed = [];
    while (rest.length) { mixed.push(rest.splice(Math.floor(Math.random() * rest.length), 1)[0]); }
    return mixed;
  }

  function ticks(question, slot, parts, many, words) {
    var given = (kept.answers[question.id] || {})[slot] || [];
    return make("div", {}, parts.map(function (part) {
      var said = { type: many ? "checkbox" : "radio", name: question.id + " " + slot, "data-slot": slot, value: part };
      said.checked = given.indexOf(part) >= 0;
      return make("label", { class: "option" }, [make("input", said), make("span", words(part))]);
    }));
  }

  function choice(question, slot, parts, words) {
    var given = ((kept.answers[question.id] || {})[slot] || [""])[0];
    var options = [make("option", { value: "", words: labels.choose })].concat(parts.map(function (part) {
      return make("option", { value: part, words: words(part), selected: part === given });
    }));
    return make("select", { "data-slot": slot }, options);
  }

  function typed(question, slot, label) {
    var given = ((kept.answers[question.id] || {})[slot] || [""])[0];
    return make("input", { type: "text", "data-slot": slot, "aria-label": label, value: given, autocomplete: "off", dir: "auto" });
  }

  function text(html) { return make("div", { html: html }).textContent; }
  function html(question) { return function (part) { return { html: question.parts[part] }; }; }
  function share(right, all, partly) { return partly ? right / all : Number(right === all); }
  function one(answer, slot) { return (answer[slot] || [""])[0]; }

  function option(many) {
    return {
      draw: function (question) { return [ticks(question, "choice", shuffled(question.plan.options), many, html(question))]; },
      score: function (question, answer) {
        var chosen = answer.choice || [], right = question.key.right;
        var hits = chosen.filter(function (part) { return right.indexOf(part) >= 0; }).length;
        if (many && question.key.partly) { return Math.max(0, 2 * hits - chosen.length) / right.length; }
        return Number(hits === right.length && chosen.length === hits);
      },
      right: function (question) { return question.key.right.map(function (part) { return text(question.parts[part]); }).join("; "); }
    };
  }

  function pairsOf(numbers) {
    var right = 0, wrong = 0;
    numbers.forEach(function (low, place) {
      numbers.slice(place + 1).forEach(function (high) {
        if (low > 0 && high > low) { right += 1; }
        if (high > 0 && low > high) { wrong += 1; }
      });
    });
    return Math.max(0, right - wrong);
  }

  var kinds = {
    single: option(false),
    multiple: option(true),
    true_false: {
      draw: function (question) {
        var verdict = ticks(question, "truth", question.plan.truth, false, function (part) { return { words: labels[part] }; });
        if (!question.plan.options.length) { return [verdict]; }
        var reasons = ticks(question, "reason", shuffled(question.plan.options), false, html(question));
        return [verdict, make("p", { class: "heading", words: labels.reason }), reasons];
      },
      score: function (question, answer) {
        var key = question.key;
        if (one(answer, "truth") !== key.truth) { return 0; }
        return share(1 + Number(!key.reason || one(answer, "reason") === key.reason), 2, key.partly);
      },
      right: function (question) {
        var reason = question.key.reason;
        return labels[question.key.truth] + (reason ? "; " + text(question.parts[reason]) : "");
      }
    },
    matching: {
      draw: function (question) {
        var right = shuffled(question.plan.right);
        return shuffled(question.plan.left).map(function (left) {
          var select = choice(question, left, right, function (part) { return text(question.parts[part]); });
          return make("label", { class: "pair" }, [make("span", { html: question.parts[left] }), select]);
        });
      },
      score: function (question, answer) {
        var pairs = question.key.pairs, left = Object.keys(pairs);
        return share(left.filter(function (each) { return one(answer, each) === pairs[each]; }).length, left.length, question.key.partly);
      },
      right: function (question) {
        var pairs = question.key.pairs;
        return Object.keys(pairs).map(function (left) { return text(question.parts[left]) + " – " + text(question.parts[pairs[left]]); }).join("; ");
      }
    },
    ordering: {
      draw: function (question) {
        return shuffled(question.plan.steps).map(function (step) {
          var select = choice(question, step, question.plan.places, function (place) { return place; });
          return make("label", { class: "pair" }, [make("span", { html: question.parts[step] }), select]);
        });
      },
      score: function (question, answer) {
        var numbers = question.key.order.map(function (step) { return Number(one(answer, step)); });
        return share(pairsOf(numbers), numbers.length * (numbers.length - 1) / 2, question.key.partly);
      },
      right: function (question) {
        return question.key.order.map(function (step, place) { return (place + 1) + ". " + text(question.parts[step]); }).join(" ");
      }
    },
    number: {
      draw: function (question) {
        return [make("p", {}, [typed(question, "number", labels.answer), make("span", { html: " " + (question.parts.unit || "") })])];
      },
      score: function (question, answer) {
        var value = Number(question.key.value), off = Number(question.key.tolerance) + 1e-9;
        return Number(numbersIn(one(answer, "number")).some(function (each) { return Math.abs(each - value) <= off; }));
      },
      right: function (question) { return question.key.value + " " + text(question.parts.unit || ""); }
    },
    short: {
      draw: function (question) { return [make("p", {}, [typed(question, "words", labels.answer)])]; },
      score: function (question, answer) {
        return Number(question.key.accept.some(function (each) { return sameWords(one(answer, "words"), each, question.key.exact); }));
      },
      right: function (question) { return question.key.shown; }
    },
    gaps: {
      draw: function () { return []; }, /* they stand in the stem */
      score: function (question, answer) {
        var gaps = Object.keys(question.key.accept);
        return share(gaps.filter(function (gap) {
          return question.key.accept[gap].some(function (each) { return sameWords(one(answer, gap), each, []); });
        }).length, gaps.length, question.key.partly);
      },
      right: function (question) {
        return question.plan.gaps.map(function (gap) { return question.key.shown[gap]; }).join("; ");
      }
    }
  };

  /* Words and numbers as the site compares them: quizzes/rules/spelling.py and kinds/number.py. */

  var FIGURES = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ", ALIKE = "агкноуухиАГКНОУУХИ";
  var BARE = { "أ": "ا", "إ": "ا", "آ": "ا", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE" };
  var UNSEEN = /[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u0640]/g;

  function figures(words) {
    return words.replace(/[٠-٩۰-۹]/g, function (figure) { return String(FIGURES.indexOf(figure) % 10); });
  }

  function composed(words) { return words.normalize("NFKC").replace(UNSEEN, ""); }

  function withoutAccent(letter) {
    if (/^\p{M}$/u.test(letter)) { return ""; }
    var base = letter.normalize("NFD").charAt(0);
    return /^\p{L}$/u.test(base) && base < "\u0370" ? base : letter;
  }

  function plainWords(words, exact) {
    words = figures(words).replace(/['"`´‘’‚‛“”„‟‹›«»′″ʹʼ＇＂]/g, "'").replace(/[‐‑‒–—―−﹘﹣－]/g, "-");
    words = composed(words);
    if (exact.indexOf("case") < 0) { words = composed(words.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ")); }
    if (exact.indexOf("yo") < 0) { words = words.replace(/Ё/g, "Е").replace(/ё/g, "е"); }
    if (exact.indexOf("accents") < 0) {
      words = words.replace(/[أإآœŒæÆ]/g, function (letter) { return BARE[letter]; });
      words = Array.from(words).map(withoutAccent).join("");
    }
    return words.trim().split(/\s+/).join(" ").replace(/[ .]+$/, "");
  }

  function sameWords(given, accepted, exact) {
    var one = plainWords(given, exact);
    if (!one) { return false; }
    if (exact.indexOf("kazakh") < 0 || one.length !== accepted.length) { return one === accepted; }
    return Array.prototype.every.call(one, function (letter, place) {
      var wanted = accepted.charAt(place), like = KAZAKH.indexOf(wanted);
      return letter === wanted || (like >= 0 && letter === ALIKE.charAt(like));
    });
  }

  function numbersIn(words) {
    words = words.replace(/[\u061c\u200b\u200e\u200f\u202a-\u202c\u2066-\u2069\ufeff]/g, "");
    var found = /^\s*([+−–-]?)\s*([0-9](?:[\s'’ʼ.,٫٬]*[0-9])*)/.exec(figures(words));
    if (!found || found[0].length > 40 || words.length > 40) { return []; }
    if (/\p{N}/u.test(words.slice(found[0].length).replace(/([mмم])[23²³]/gi, "$1"))) { return []; }
    var sign = found[1] && found[1] !== "+" ? "-" : "", said = found[2].replace(/[’ʼ]/g, "'").replace(/\s+/g, " ");
    var plain = /^([0-9]+)(?:[.,٫]([0-9]+))?$/.exec(said), numbers = [];
    if (plain) { numbers.push(sign + plain[1] + "." + (plain[2] || 0)); }
    var grouped = /^([1-9][0-9]{0,2}(?:([ '.,٬])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,٫]([0-9]+))?$/.exec(said);
    if (grouped) { numbers.push(sign + grouped[1].split(grouped[2]).join("") + "." + (grouped[3] || 0)); }
    return numbers.map(Number);
  }

  function drawQuestion(question, number) {
    var stem = question.stem, gap = 0;
    var box = make("fieldset", spoken(question, { "data-question": question.id }), [make("legend", { words: filled(labels.question, { number: number + 1 }) })]);
    var drawn = make("div", { html: stem.split(SLOT).map(function (piece, place) {
      return place % 2 ? '<span data-gap="' + piece + '"></span>' : piece;
    }).join("") });
    Array.prototype.forEach.call(drawn.querySelectorAll("[data-gap]"), function (place) {
      gap += 1;
      place.appendChild(typed(question, place.getAttribute("data-gap"), labels.answer + " " + gap));
    });
    box.appendChild(drawn);
    kinds[question.kind].draw(question).forEach(function (each) { box.appendChild(each); });
    return box;
  }

  function answersIn(form) {
    var answers = {};
    module.questions.forEach(function (question) {
      var given = {};
      Array.prototype.forEach.call(form.querySelectorAll('[data-question="' + question.id + '"] [data-slot]'), function (field) {
        var slot = field.getAttribute("data-slot"), ticked = field.type !== "radio" && field.type !== "checkbox" || field.checked;
        if (ticked && field.value.trim()) { given[slot] = (given[slot] || []).concat(field.value.trim()); }
      });
      if (Object.keys(given).length) { answers[question.id] = given; }
    });
    return answers;
  }

  function openQuestions() {
    go("questions");
    if (!module.pages.every(function (page) { return kept.done[page.id]; })) {
      show([make("h2", { words: labels.questions }), make("p", { class: "notice", words: labels.locked })]);
      return;
    }
    var form = make("form", {}, module.questions.map(drawQuestion));
    form.appendChild(make("p", { class: "actions" }, [make("button", { class: "button", words: labels.handIn })]));
    form.addEventListener("change", function () { kept.answers = answersIn(form); note(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); handIn(answersIn(form), form); });
    show([make("h2", { words: labels.questions }), form]);
  }

  function handIn(answers, form) {
    var open = module.questions.length - Object.keys(answers).length, told = form.querySelector("[role=status]");
    if (open && !told) { /* asked once; the second time it is handed in as it is */
      form.appendChild(make("p", { class: "notice", role: "status", words: filled(labels.missing, { number: open }) }));
      return;
    }
    var points = module.questions.map(function (question) {
      return answers[question.id] ? kinds[question.kind].score(question, answers[question.id]) : 0;
    });
    var sum = points.reduce(function (all, each) { return all + each; }, 0);
    var percent = Math.floor(100 * sum / points.length + 1e-9);
    kept.best = Math.max(kept.best === null ? 0 : kept.best, percent);
    kept.answers = {};
    report();
    showResult(answers, points, percent);
  }

  function showResult(answers, points, percent) {
    var passed = percent >= module.pass;
    var words = filled(passed ? labels.passed : labels.failed, { percent: percent, pass: module.pass });
    show([make("h2", { words: labels.questions }), make("p", { class: "notice heading", role: "status", words: words })].concat(
      module.questions.map(function (question, number) { return reviewed(question, number, answers[question.id] || {}, points[number]); }),
      [make("p", { class: "actions" }, [button(labels.tryAgain, openQuestions)])]
    ));
  }

  function reviewed(question, number, answer, points) {
    var word = points === 1 ? "right" : points > 0 ? "partly" : "wrong", said = [];
    Object.keys(answer).forEach(function (slot) { said = said.concat(answer[slot]); });
    return make("section", spoken(question, {}), [
      make("h3", { words: filled(labels.question, { number: number + 1 }) }),
      make("div", { html: question.stem.split(SLOT).map(function (piece, place) { return place % 2 ? " … " : piece; }).join("") }),
      make("p", { class: "heading " + (points === 1 ? "good" : "bad"), words: labels[word] }),
      make("p", { words: labels.rightAnswer + " " + kinds[question.kind].right(question) })
    ].concat(said.filter(function (part) { return question.feedback[part]; }).map(function (part) {
      return make("div", { class: "notice", html: question.feedback[part] });
    }), [make("div", { class: "notice", html: question.why })]));
  }

  /* For tests that hold these two against the site's own. */
  window.SPELLING = { plainWords: plainWords, numbersIn: numbersIn, score: function (question, answer) { return kinds[question.kind].score(question, answer); } };

  if (api) { api.LMSInitialize(""); }
  recall(ask("cmi.suspend_data"));
  status = ask("cmi.core.lesson_status");
  if (!status || status === "not attempted" || status === "unknown") { tell("cmi.core.lesson_status", "incomplete"); }
  commit();
  window.addEventListener("pagehide", leave);
  var place = ask("cmi.core.lesson_location"), number = module.pages.map(function (page) { return page.id; }).indexOf(place);
  if (place === "questions" && module.questions.length) { openQuestions(); } else { openPage(Math.max(0, number)); }
}());
