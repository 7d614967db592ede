import Foundation
import JSON
import Testing

struct CodingTests {
  private struct Order: Codable, Equatable {
    struct Item: Codable, Equatable {
      var name: String
      var price: Double
      var count: UInt8
    }
    enum State: String, Codable { case new, paid }
    enum Event: Codable, Equatable { case created, moved(to: String) }

    var id: Int64
    var note: String?
    var items: [Item]
    var state: State
    var events: [Event]
    var byDay: [String: Int]
    var nested: [[Bool?]]
    var payload: JSONValue
  }

  private let order = Order(
    id: .max, note: nil, items: [.init(name: "Brötchen", price: 0.35, count: 8)], state: .paid,
    events: [.created, .moved(to: "shelf")], byDay: ["monday": 1], nested: [[true, nil], []],
    payload: ["z": 1, "a": [nil, 2.5]])

  @Test func encodesAsJSONEncoderDoes() throws {
    let reference = try JSONValue(parsing: JSONEncoder().encode(order))
    #expect(try JSONValue(encoding: order) == reference)
  }

  @Test func roundTrips() throws {
    let value = try JSONValue(encoding: order)
    #expect(value["payload"]?.serialized() == #"{"z":1,"a":[null,2.5]}"#)
    #expect(try value.decode(Order.self) == order)
  }

  @Test func datesAreISO8601() throws {
    let date = Date(timeIntervalSince1970: 1_770_091_506)
    #expect(try JSONValue(encoding: [date]) == ["2026-02-03T04:05:06Z"])
    #expect(try JSONValue(encoding: date.addingTimeInterval(0.25)) == "2026-02-03T04:05:06.250Z")
    #expect(try JSONValue.string("2026-02-03T04:05:06Z").decode(Date.self) == date)
    #expect(try JSONValue.string("2026-02-03T05:05:06+01:00").decode(Date.self) == date)
    #expect(
      try JSONValue.string("2026-02-03T04:05:06.250Z").decode(Date.self) == date.addingTimeInterval(0.25))
    #expect(throws: DecodingError.self) { try JSONValue.string("yesterday").decode(Date.self) }
  }

  @Test func foundationTypesHaveTheirUsualForms() throws {
    #expect(try JSONValue(encoding: URL(string: "https://example.com/a?b")!) == "https://example.com/a?b")
    #expect(try JSONValue(encoding: Data([1, 2, 255])) == "AQL/")
    #expect(try JSONValue(encoding: Decimal(string: "1.25")!) == 1.25)
    #expect(try JSONValue.string("AQL/").decode(Data.self) == Data([1, 2, 255]))
    #expect(try JSONValue.string("https://example.com").decode(URL.self).host() == "example.com")
    #expect(try JSONValue.double(1.25).decode(Decimal.self) == Decimal(string: "1.25")!)
    let id = UUID()
    #expect(try JSONValue(encoding: id) == .string(id.uuidString))
    #expect(try JSONValue.string(id.uuidString).decode(UUID.self) == id)
  }

  @Test func integersDecodeWhereTheyFit() throws {
    #expect(try JSONValue.double(3).decode(Int.self) == 3)
    #expect(try JSONValue(encoding: UInt64.max).decode(UInt64.self) == .max)
    #expect(try JSONValue(encoding: Int128.max).decode(Int128.self) == .max)
    #expect(throws: DecodingError.self) { try JSONValue.integer(256).decode(UInt8.self) }
    #expect(throws: DecodingError.self) { try JSONValue.double(1.5).decode(Int.self) }
    #expect(throws: DecodingError.self) { try JSONValue.string("1").decode(Int.self) }
    #expect(try JSONValue.integer(3).decode(Double.self) == 3)
    #expect(try JSONValue(encoding: Float(0.1)).serialized() == "0.1")
    #expect(throws: EncodingError.self) { try JSONValue(encoding: [Double.nan]) }
  }

  @Test func errorsCarryThePath() throws {
    var value = try JSONValue(encoding: order)
    try value.set("eight", at: JSONPointer("/items/0/count")!)
    let error = try #require(throws: DecodingError.self) { try value.decode(Order.self) }
    guard case .typeMismatch(_, let context) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["items", "Index 0", "count"])
    #expect(context.debugDescription == #"expected an integer, found string "eight""#)

    try value.remove(at: JSONPointer("/items/0/count")!)
    let missing = try #require(throws: DecodingError.self) { try value.decode(Order.self) }
    guard case .keyNotFound(let key, let context) = missing else {
      Issue.record("\(missing)")
      return
    }
    #expect(key.stringValue == "count")
    #expect(context.codingPath.map(\.stringValue) == ["items", "Index 0"])
    #expect(context.debugDescription == #"expected a member "count", found name, price"#)
  }

  @Test func optionalsAreAbsentOrNull() throws {
    struct Note: Codable, Equatable { var text: String? }
    #expect(try JSONValue.object([:]).decode(Note.self) == Note())
    #expect(try JSONValue.object(["text": nil]).decode(Note.self) == Note())
    #expect(try JSONValue(encoding: Note()) == [:])
  }

  @Test func inheritanceUsesTheSuperKey() throws {
    class Base: Codable {
      var a = 1
    }
    final class Derived: Base {
      var b = 2
      enum Keys: CodingKey { case b }
      override init() { super.init() }
      required init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        b = try container.decode(Int.self, forKey: .b)
        try super.init(from: container.superDecoder())
      }
      override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(b, forKey: .b)
        try super.encode(to: container.superEncoder())
      }
    }
    let value = try JSONValue(encoding: Derived())
    #expect(value == ["b": 2, "super": ["a": 1]])
    #expect(try value.decode(Derived.self).a == 1)
  }

  @Test func valuesPassThroughOtherCoders() throws {
    let value: JSONValue = ["a": [1, 2.5, "x", nil, true, ["b": []]], "c": [:]]
    let data = try JSONEncoder().encode(value)
    #expect(try JSONValue(parsing: data) == value)
    #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
    let big = JSONValue(UInt64.max)
    #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode([big])) == [big])
  }
}
