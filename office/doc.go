// Package office holds the acts that span streams: establishing the communes,
// registering a parcel in a sheet that may have to be opened first, and importing
// a surveyed map.
//
// EventStoreDB appends atomically to one stream. So an act over several streams
// goes in steps that each stand on their own, in a fixed order and under ids
// derived from the act: an interrupted act that is sent again ends in the same
// result. An act whose sheet is found only on the way first claims its key for that
// sheet, so that a resend goes to the same one. A sheet is opened in its commune's
// stream, then begins its own, then takes parcels.
//
// What a sheet cannot know, whether its parcels overlap those of another sheet,
// is asked before a decision: of the read models, and of the registrations that
// this process has under way.
package office
