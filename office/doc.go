// Package office holds the acts that span streams or need to know more than one
// stream does: establishing the communes, opening and renumbering sheets,
// registering parcels and importing a surveyed map, every change of registered
// parcels, and the look at the quality of a commune's parcels.
//
// EventStoreDB appends atomically to one stream. So an act over several streams
// goes in steps that each stand on their own, in a fixed order and under ids
// derived from the act: an interrupted act that is sent again ends in the same
// result. An act on a sheet first claims its key for that sheet, so that a resend
// goes to the same one and no other act has the key. A sheet is opened, or
// renumbered, in its commune's stream, then in its own.
//
// A change of parcels is one event of their sheet. The points that it puts on
// boundaries of other sheets are inserted by an event of each of them; what an
// interruption leaves out stays pending until FinishInsertions completes it. A dry
// run decides on the newest state, claims no key and writes nothing.
//
// What a sheet cannot know, what lies around its parcels on other sheets, is asked
// before a decision: of the read models, and of the acts of this process that are
// under way or ended a short while ago.
package office
