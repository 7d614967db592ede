import JSON
import Testing

/// `juggler keys`.
@Suite(.timeLimit(.minutes(1))) struct KeysTests {
  @Test func aKeyIsShownOnceListedAndRevoked() async throws {
    try await withFile("unused", "") { file in
      let keys = "\(file)-keys.json"
      let created = try await JugglerProcess.run(
        "keys", "create", "ci", "--scope", "run", "--scope", "read", "--expires", "90d", "--keys", keys)
      #expect(created.exitCode == 0)
      let lines = created.output.split(separator: "\n")
      #expect(lines.count == 1)
      let key = String(lines.first ?? "")
      #expect(key.hasPrefix("jgl_") && key.utf8.count == 47)
      #expect(created.errorLines.last?.contains("only time") == true)

      let again = try await JugglerProcess.run("keys", "create", "ci", "--scope", "run", "--keys", keys)
      #expect(again.exitCode == 2)
      #expect(again.output == "")

      let list = try await JugglerProcess.run("keys", "list", environment: ["JUGGLER_KEYS": keys])
      #expect(list.output.hasPrefix("ci  \(key.prefix(8))…  read,run  expires 20"))
      #expect(!list.output.contains(key))
      let json = try await JugglerProcess.run("keys", "list", "--output", "json", "--keys", keys)
      #expect(try JSONValue(parsing: json.output)["scopes"] == ["read", "run"])
      #expect(!json.output.contains("sha256"))

      let unknown = try await JugglerProcess.run("keys", "revoke", "nobody", "--keys", keys)
      #expect(unknown.exitCode == 2)
      #expect(unknown.errorLines.last?.contains("'ci'") == true)
      #expect(try await JugglerProcess.run("keys", "revoke", "ci", "--keys", keys).exitCode == 0)
      #expect(try await JugglerProcess.run("keys", "list", "--keys", keys).output == "")
    }
  }

  @Test func aKeyNeedsAScopeThatExists() async throws {
    for arguments in [["keys", "create", "a"], ["keys", "create", "a", "--scope", "all"], ["keys", "create", ""]] {
      let result = try await JugglerProcess.run(arguments)
      #expect(result.exitCode == 2, "\(arguments)")
      #expect(result.output == "")
    }
  }
}
