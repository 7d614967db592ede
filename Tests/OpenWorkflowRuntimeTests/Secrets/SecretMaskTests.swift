import JSON
import Juggler
import JugglerTesting
import OpenWorkflowRuntime
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct SecretMaskTests {
  let mask = SecretMask([
    ("api", ["token": "s3cr3t-token", "username": "ada"]), ("odd", .string("pä/ss+wörd?\"\\~x")), ("short", "abc"),
    ("account", ["username": "admin", "password": "hunter2hunter2"]), ("brackets", "a⟦b⟧c⟦⟧"), ("port", 5432),
  ])

  @Test func textsOfSecretsAreMasked() {
    #expect(mask.masking("Bearer s3cr3t-token, again s3cr3t-token.") == "Bearer ***, again ***.")
    #expect(mask.masking("no secret") == "no secret")
    // Too short, no text, or the name of an account.
    for text in ["abc", "5432", "admin"] { #expect(mask.masking(text) == text) }
  }

  /// The encodings are those of Python's base64, urllib.parse and json.
  @Test(arguments: [
    "YWRhOnMzY3IzdC10b2tlbg==", "eDpzM2NyM3QtdG9rZW4=", "Pz8-PnMzY3IzdC10b2tlbn5-",
    "p%C3%A4%2Fss%2Bw%C3%B6rd%3F%22%5C~x",
    "p%c3%a4%2fss%2bw%c3%b6rd%3f%22%5c~x", #"p\u00e4/ss+w\u00f6rd?\"\\~x"#, #"pä/ss+wörd?\"\\~x"#,
    #"pä\/ss+wörd?\"\\~x"#,
    "70c3a42f73732b77c3b672643f225c7e78", "cMOkL3NzK3fDtnJkPyJcfnh6eg==", "YXDDpC9zcyt3w7ZyZD8iXH54eno=",
    "YWFww6Qvc3Mrd8O2cmQ/Ilx+eHp6",
    "YWRtaW46aHVudGVyMmh1bnRlcjI=", "hunter2hunter2", "admin:hunter2hunter2",
  ])
  func encodedTextsAreMasked(_ text: String) {
    let masked = mask.masking("<\(text)>")
    #expect(masked.contains("***"))
    // What is left of base64 are characters that depend on the neighbours too.
    #expect(masked.utf8.count <= text.utf8.count / 2 + 8, "\(masked)")
  }

  @Test func whatIsLeftOfBase64TellsNothing() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      let secret = (0..<Int.random(in: 6...40, using: &random)).map { _ in UInt8.random(in: 0x21...0x7E, using: &random)
      }
      let before = (0..<Int.random(in: 0...10, using: &random)).map { _ in UInt8.random(in: 0x21...0x7E, using: &random)
      }
      let after = (0..<Int.random(in: 0...10, using: &random)).map { _ in UInt8.random(in: 0x21...0x7E, using: &random)
      }
      let mask = SecretMask([("s", .string(String(decoding: secret, as: UTF8.self)))])
      let masked = mask.masking(Data(before + secret + after).base64EncodedString())
      #expect(masked.contains("***"))
      // The bytes beside it are at most what is left: a group of three at each end, and the padding.
      #expect(masked.utf8.count <= 3 + (before.count + 3) / 3 * 4 + (after.count + 3) / 3 * 4 + 2, "\(masked)")
    }
  }

  @Test func ofOverlappingSecretsTheLongestIsMasked() {
    let mask = SecretMask([("a", "secret"), ("b", "secret-and-more")])
    #expect(mask.masking("secret-and-more secret") == "*** ***")
  }

  @Test func faultsAreMaskedInAllTheirParts() {
    let text = "x s3cr3t-token"
    let fault = mask.masking(Fault(type: text, status: 400, title: text, detail: text, instance: text))
    #expect(fault == Fault(type: "x ***", status: 400, title: "x ***", detail: "x ***", instance: "x ***"))
  }

  @Test func whatIsRecordedHasNoSecretsAndIsRestored() throws {
    let value: JSONValue = [
      "headers": ["Authorization": "Bearer s3cr3t-token", "Basic": "YWRtaW46aHVudGVyMmh1bnRlcjI="],
      "s3cr3t-token": [1, 2.5, nil, true],
      "list": ["⟦s3cr3t-token⟧", "⟦⟧", "a⟦b⟧c⟦⟧", "⟧⟦", "p%C3%A4%2Fss%2Bw%C3%B6rd%3F%22%5C~x"],
    ]
    let recorded = mask.recording(value)
    for text in ["s3cr3t", "YWRt", "hunter2", "a⟦b⟧c"] { #expect(!recorded.serialized().contains(text)) }
    #expect(try mask.restoring(recorded) == value)
    #expect(recorded.withoutConcealed["headers"]?["Authorization"] == "Bearer ***")
    #expect(recorded.withoutConcealed["list"]?[0] == "⟦***⟧")
    #expect(recorded.withoutConcealed["list"]?[3] == "⟧⟦")
    #expect(mask.masking(value)["headers"]?["Authorization"] == "Bearer ***")
  }

  @Test(
    arguments: [
      "plain", nil, ["a": 1], "⟦api/token#plain⟧", ["$concealed": 1, "other": 2],
      ["a": ["$concealed": "⟦api/token#plain⟧"]],
    ] as [JSONValue])
  func whatHasNoSecretsIsRecordedAsItIs(_ value: JSONValue) throws {
    #expect(mask.recording(value) == value)
    #expect(try mask.restoring(value) == value)
    #expect(value.withoutConcealed == value)
  }

  @Test(
    arguments: [
      ["$concealed": "⟦api/token#plain⟧"], ["$concealed": ["$concealed": "⟦⟧"]], ["$concealed": nil],
      ["$concealed": "s3cr3t-token"],
      ["$concealed": ["⟦\u{301}api/token#plain⟧", "⟦api/token#plain⟧\u{301}", "⟦", "⟧"]],
    ] as [JSONValue])
  func nobodyGetsASecretBySendingWhatAJournalHas(_ value: JSONValue) throws {
    let recorded = mask.recording(value)
    #expect(recorded != value)
    #expect(try mask.restoring(recorded) == value)
    #expect(!recorded.serialized().contains("s3cr3t"))
  }

  /// Of texts made of pieces that mean something to the format.
  @Test func everyValueIsRestored() throws {
    var random = SeededGenerator(seed: 12)
    let pieces = [
      "s3cr3t-token", "⟦", "⟧", "⟦⟧", "#plain", "api/token", "***", "hunter2hunter2", "\u{301}", "a", "%", "/",
      "c2VjcmV0", "abc",
      "s3cr3t", "-token", "admin:", "🏳️‍🌈", "\u{200D}",
    ]
    func text() -> String {
      (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
    func value(_ depth: Int) -> JSONValue {
      switch Int.random(in: 0...(depth > 0 ? 3 : 1), using: &random) {
      case 0: .string(text())
      case 1: .integer(Int64.random(in: -3...3, using: &random))
      case 2: .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth - 1) })
      default:
        .object(
          JSONObject(
            (0..<Int.random(in: 0...3, using: &random)).map { _ in
              (Bool.random(using: &random) ? "$concealed" : text(), value(depth - 1))
            }))
      }
    }
    for _ in 0..<5000 {
      let original = value(3)
      let recorded = mask.recording(original)
      #expect(!recorded.serialized().contains("s3cr3t-token"))
      #expect(!recorded.serialized().contains("hunter2hunter2"))
      let restored = try mask.restoring(recorded)
      #expect(restored == original, "\(original) became \(restored)")
      #expect(mask.recording(restored) == recorded)
      #expect(!recorded.withoutConcealed.serialized().contains("s3cr3t-token"))
    }
  }

  @Test func aSecretThatChangedIsRestoredAsItIsNow() throws {
    let recorded = mask.recording(["token": "Bearer s3cr3t-token", "basic": "YWRtaW46aHVudGVyMmh1bnRlcjI="])
    let rotated = SecretMask([
      ("api", ["token": "rotated-token"]), ("account", ["username": "admin", "password": "new-password!"]),
    ])
    // printf 'admin:new-password!' | base64
    #expect(
      try rotated.restoring(recorded) == ["token": "Bearer rotated-token", "basic": "YWRtaW46bmV3LXBhc3N3b3JkIQ=="])
  }

  @Test(arguments: [[:], ["api": "text"], ["api": [:]], ["api": ["token": 7]]] as [JSONObject])
  func aSecretThatIsGoneIsAskedFor(_ secrets: JSONObject) throws {
    let recorded = mask.recording("Bearer s3cr3t-token")
    let other = SecretMask(secrets.map { ($0.key, $0.value) })
    #expect {
      try other.restoring(recorded)
    } throws: { error in
      guard let fault = error as? Fault else { return false }
      return fault.isStandard(.authorization) && fault.detail?.contains("'api'") == true
    }
  }

  @Test func withoutDeclaredSecretsNothingChanges() throws {
    for value: JSONValue in [["$concealed": "⟦api/token#plain⟧"], "s3cr3t-token"] {
      #expect(SecretMask.none.recording(value) == value)
      #expect(try SecretMask.none.restoring(value) == value)
      #expect(SecretMask.none.masking(value) == value)
    }
  }

  @Test func formerValuesAreMaskedToo() throws {
    final class Source: SecretSource {
      nonisolated(unsafe) var value = "first-value"
      nonisolated(unsafe) var readings = 0
      nonisolated(unsafe) var now: Int64 = 5_000_000_000
      func secret(named name: String) -> JSONValue? {
        readings += 1
        return .string(value)
      }
    }
    let source = Source()
    let vault = SecretVault(declared: ["s"], sources: [source]) { source.now }
    let first = vault.open()
    source.value = "second-value"
    // Sources are asked once a second.
    source.now += 999_999_999
    #expect(try vault.open().secrets.value(of: "s") == "first-value")
    #expect(vault.mask.masking("first-value second-value") == "*** second-value")
    #expect(source.readings == 1)
    source.now += 1
    let second = vault.open()
    #expect(source.readings == 2)
    #expect(try first.secrets.value(of: "s") == "first-value")
    #expect(try second.secrets.value(of: "s") == "second-value")
    #expect(second.mask.masking("first-value second-value") == "*** ***")
    #expect(try second.mask.restoring(first.mask.recording("x first-value")) == "x second-value")
    #expect(try second.mask.restoring(second.mask.recording("x first-value")) == "x second-value")
  }
}
