// Package rules holds what the law demands of a change as data, and says how a
// rule speaks: what it found, how grave it is, where, and on which legal ground.
//
// A rule is a row with a code. It holds in the whole country or in one province,
// from a day on or always; a province's row stands before a national one, a later
// row before an earlier. What a row leaves out stands as in the national row. The
// rows that come with the program lie in data; an office may overlay them with
// files of its own ([Load]). What a rule tests is code of the domain packages;
// how much, how gravely, in which words and by which source, says the data.
package rules
