import JugglerServer
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct APIKeyTests {
  let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test func everyKeyIsAnother() throws {
    let keys = (0..<100).map { _ in APIKey.generate() }
    #expect(Set(keys).count == 100)
    for key in keys {
      #expect(key.text.hasPrefix("jgl_"))
      #expect(key.text.utf8.count == 47)
      #expect(APIKey(key.text) == key)
    }
  }

  @Test func isKeptAsItsSHA256() {
    // printf 'jgl_%043d' 0 | sha256sum
    let key = APIKey("jgl_" + String(repeating: "0", count: 43))
    #expect(
      key?.digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        == "8f1e7d6f012d0587ed1c785c0fd4e5197102631f9c945bf4ae5d0b47d49dcdd3")
  }

  @Test(arguments: ["", "jgl_", "jgl_abc", "JGL_0000000000000000000000000000000000000000000", "Bearer"])
  func otherTextsAreNone(_ text: String) { #expect(APIKey(text) == nil) }

  @Test func theFileKeepsEverythingButTheKey() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/new/keys.json")
      #expect(try file.read().isEmpty)
      let key = APIKey.generate()
      let record = APIKeyRecord(
        name: "ci", key: key, scopes: [.run, .read], createdAt: now, expiresAt: now.addingTimeInterval(60))
      try file.update { $0.append(record) }
      #expect(try file.read() == [record])
      let text = String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self)
      #expect(!text.contains(key.text))
      #expect(text.contains(String(key.text.prefix(8))))
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func changesOfSeveralAtOnceAreAllKept() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/keys.json")
      try await withThrowingTaskGroup { group in
        for number in 1...20 {
          group.addTask {
            try file.update {
              $0.append(APIKeyRecord(name: "k\(number)", key: .generate(), scopes: [.read], createdAt: now))
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try file.read().count == 20)
    }
  }

  @Test(arguments: [
    ("[]", "list 'keys'"), ("{", "expected JSON"), (#"{"keys":[{"name":"a"}]}"#, "key 1"),
    (
      #"{"keys":[{"name":"a","key":"jgl_a","hash":"md5:00","scopes":["read"],"createdAt":"2026-01-01T00:00:00Z"}]}"#,
      "sha256:"
    ),
    (
      #"{"keys":[{"name":"a","key":"jgl_a","hash":"sha256:\#(String(repeating: "0", count: 64))","scopes":["all"],"createdAt":"2026-01-01T00:00:00Z"}]}"#,
      "read, run, deploy or admin"
    ),
  ])
  func aFileThatIsNoneSaysWhereAndWhy(_ text: String, _ expected: String) async throws {
    try await withDirectory { directory in
      let path = "\(directory)/keys.json"
      try Data(text.utf8).write(to: URL(filePath: path))
      #expect { try APIKeyFile(path).read() } throws: { "\($0)".contains(expected) && "\($0)".contains(path) }
    }
  }
}
