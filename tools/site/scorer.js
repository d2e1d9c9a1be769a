// How the search ranks: a section whose title has the words comes before pages that have them somewhere.
var Scorer = {
  score: ([page, title, section, about, score]) => score + (section ? 100 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
