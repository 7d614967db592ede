import JSON
import JugglerAPI
import Testing

@Suite struct CloudEventTests {
  /// The example of the specification's JSON format, section 3.1.
  let example: JSONValue = [
    "specversion": "1.0", "type": "com.example.someevent", "source": "/mycontext", "subject": nil,
    "id": "C234-1234-1234",
    "time": "2018-04-05T17:31:00Z", "comexampleextension1": "value", "comexampleothervalue": 5,
    "datacontenttype": "application/json", "data": ["appinfoA": "abc", "appinfoB": 123, "appinfoC": true],
  ]

  @Test func readsTheExampleOfTheSpecification() throws {
    let event = try CloudEvent(json: example)
    #expect(event.id == "C234-1234-1234")
    #expect(event.subject == nil)
    #expect(event.time?.rfc3339 == "2018-04-05T17:31:00.000Z")
    #expect(event.attributes["comexampleothervalue"] == 5)
    #expect(event.data?["appinfoB"] == 123)
    #expect(event.json["time"] == "2018-04-05T17:31:00Z")
  }

  @Test(
    arguments: [
      ("specversion", "0.3"), ("specversion", nil), ("id", ""), ("source", 7), ("type", nil), ("time", "yesterday"),
      ("data_base64", "AA=="), ("Extension", "x"), ("nested", [1]), ("big", 3_000_000_000), ("subject", 1),
    ] as [(String, JSONValue)])
  func refusesWhatCloudEventsDoesNotAllow(name: String, value: JSONValue) {
    var event = example
    _ = event.withObject { $0[name] = value }
    #expect(throws: WireError.self) { try CloudEvent(json: event) }
  }

  @Test func makesAnEvent() throws {
    let event = CloudEvent(id: "1", source: "/here", type: "t", data: nil, extensions: ["key": 2])
    #expect(event.json == ["specversion": "1.0", "id": "1", "source": "/here", "type": "t", "key": 2])
    #expect(try CloudEvent(json: event.json) == event)
  }
}
