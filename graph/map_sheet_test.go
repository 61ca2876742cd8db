package graph_test

import "testing"

const sheetPayload = ` { mapSheet { number scale srid commune { code } numbers { number scale from to } } outcome { event effectiveDate number numberBefore scale scaleBefore } userErrors { code message messageEn path } position dryRun } }`

// testSheets opens, renumbers and re-scales map sheets.
func testSheets(t *testing.T, r *registry) {
	sheet := func(content vars) vars {
		input := wish(content)
		input["commune"] = ward
		return vars{"input": input}
	}
	const open = `mutation ($input: MapSheetOpenInput!) { change: mapSheetOpen(input: $input)` + sheetPayload
	const renumber = `mutation ($input: MapSheetRenumberInput!) { change: mapSheetRenumber(input: $input)` + sheetPayload
	const rescale = `mutation ($input: MapSheetRescaleInput!) { change: mapSheetRescale(input: $input)` + sheetPayload
	refused := func(t *testing.T, got answer, code, path string) {
		t.Helper()
		got.shows(t, "change.userErrors.0.code", `"`+code+`"`)
		got.shows(t, "change.userErrors.0.path", path)
		got.shows(t, "change.mapSheet", `null`)
		got.shows(t, "change.position", `null`)
	}

	t.Run("a sheet is opened, and a try opens none", func(t *testing.T) {
		input := sheet(vars{"number": 980, "scale": 500, "srid": zone})
		dry := sheet(with(input["input"].(vars), "dryRun", true))
		r.ask(t, open, dry).shows(t, "change", `{"mapSheet": null, "userErrors": [], "position": null, "dryRun": true,
			"outcome": {"event": "sheet.opened.v1", "effectiveDate": "2025-09-01", "number": 980, "numberBefore": null, "scale": 500, "scaleBefore": null}}`)
		r.settle(t)
		r.ask(t, `{ mapSheet(commune: "00145", number: 980) { id } }`, nil).shows(t, "mapSheet", `null`)

		done := r.ask(t, open, input)
		done.shows(t, "change.userErrors", `[]`)
		done.shows(t, "change.mapSheet", `{"number": 980, "scale": 500, "srid": 5897, "commune": {"code": "00145"},
			"numbers": [{"number": 980, "scale": 500, "from": "2025-09-01", "to": null}]}`)
		alike(t, "a resend", done.at(t, "change"), r.ask(t, open, input).at(t, "change"))
	})

	t.Run("a number that another sheet has is refused", func(t *testing.T) {
		r.ask(t, open, sheet(vars{"number": 981, "scale": 500, "srid": zone})).shows(t, "change.userErrors", `[]`)
		r.ask(t, open, sheet(vars{"number": 982, "scale": 500, "srid": zone})).shows(t, "change.userErrors", `[]`)
		refused(t, r.ask(t, renumber, sheet(vars{"sheet": 981, "newNumber": 982})), "SHEET_NUMBER_TAKEN", `["input", "newNumber"]`)
		refused(t, r.ask(t, open, sheet(vars{"number": 982, "scale": 500, "srid": zone})), "SHEET_NUMBER_TAKEN", `["input", "number"]`)
	})

	t.Run("a sheet renumbered is found by both numbers, and so are its parcels", func(t *testing.T) {
		parcel := r.row(t, 983, 120, 1)[0]
		input := sheet(vars{"sheet": 983, "newNumber": 984, "effectiveDate": "2025-10-01"})
		dry := sheet(with(input["input"].(vars), "dryRun", true))
		const outcome = `{"event": "sheet.renumbered.v1", "effectiveDate": "2025-10-01", "number": 984, "numberBefore": 983, "scale": 1000, "scaleBefore": null}`
		r.ask(t, renumber, dry).shows(t, "change", `{"mapSheet": null, "userErrors": [], "position": null, "dryRun": true, "outcome": `+outcome+`}`)

		done := r.ask(t, renumber, input)
		done.shows(t, "change.userErrors", `[]`)
		done.shows(t, "change.outcome", outcome)
		done.shows(t, "change.mapSheet.numbers", `[{"number": 983, "scale": 1000, "from": "2025-08-01", "to": "2025-10-01"}, {"number": 984, "scale": 1000, "from": "2025-10-01", "to": null}]`)
		alike(t, "a resend", done.at(t, "change"), r.ask(t, renumber, input).at(t, "change"))
		r.settle(t)
		for _, number := range []int{983, 984} {
			got := r.ask(t, `query ($sheet: Int!) { parcelByNumber(commune: "00145", sheet: $sheet, number: 1) { id sheet { number } aliases { sheet number from to } } }`, vars{"sheet": number})
			got.shows(t, "parcelByNumber.id", `"`+parcel["id"].(string)+`"`)
			got.shows(t, "parcelByNumber.sheet.number", `984`)
			got.shows(t, "parcelByNumber.aliases", `[{"sheet": 983, "number": 1, "from": "2025-08-01", "to": "2025-10-01"}]`)
			r.ask(t, `query ($sheet: Int!) { mapSheet(commune: "00145", number: $sheet) { number } }`, vars{"sheet": number}).shows(t, "mapSheet.number", `984`)
		}
		r.ask(t, `{ parcels(commune: "00145", sheet: 983, validAt: "2025-09-30") { totalCount } }`, nil).shows(t, "parcels.totalCount", `1`)
	})

	t.Run("who acts by a sheet's former number is told the number of today", func(t *testing.T) {
		r.row(t, 1995, 126, 1)
		r.ask(t, renumber, sheet(vars{"sheet": 1995, "newNumber": 1996})).shows(t, "change.userErrors", `[]`)
		for name, got := range map[string]answer{
			"renumbering": r.ask(t, renumber, sheet(vars{"sheet": 1995, "newNumber": 1997})),
			"re-scaling":  r.ask(t, rescale, sheet(vars{"sheet": 1995, "newScale": 500})),
			"registering": r.ask(t, `mutation ($input: ParcelRegisterInput!) { change: parcelRegister(input: $input) { mapSheet: parcel { id } userErrors { code message messageEn path } position } }`,
				sheet(vars{"sheet": 1995, "scale": 1000, "srid": zone, "legalArea": 100, "boundary": box(10, 1260, 20, 1270), "purposes": []vars{{"type": "ONT", "area": 100}}})),
		} {
			refused(t, got, "SHEET_RENUMBERED", `["input", "sheet"]`)
			got.shows(t, "change.userErrors.0.message", `"Phường Long Biên: tờ bản đồ 1995 nay là tờ 1996, tỷ lệ 1:1000. Ghi số tờ hiện nay."`)
			if got.at(t, "change.userErrors.0.messageEn") == nil {
				t.Errorf("%s: no English", name)
			}
		}
	})

	t.Run("a sheet is re-scaled", func(t *testing.T) {
		r.row(t, 985, 122, 1)
		input := sheet(vars{"sheet": 985, "scale": 1000, "newScale": 500})
		r.ask(t, rescale, input).shows(t, "change.mapSheet.numbers", `[{"number": 985, "scale": 1000, "from": "2025-08-01", "to": "2025-09-01"}, {"number": 985, "scale": 500, "from": "2025-09-01", "to": null}]`)
		r.settle(t)
		refused(t, r.ask(t, rescale, sheet(vars{"sheet": 985, "newScale": 750})), "SCALE_UNKNOWN", `["input", "newScale"]`)
	})

	t.Run("what is as asked for already is refused", func(t *testing.T) {
		r.row(t, 986, 124, 1)
		refused(t, r.ask(t, renumber, sheet(vars{"sheet": 986, "newNumber": 986})), "NOTHING_CHANGES", `["input", "newNumber"]`)
	})

	t.Run("a sheet that is not there is refused", func(t *testing.T) {
		refused(t, r.ask(t, renumber, sheet(vars{"sheet": 987, "newNumber": 988})), "SHEET_UNKNOWN", `["input", "sheet"]`)
	})
}
