import ArgumentParser
import JSON
import JugglerAPI
import JugglerServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Look after the API keys of a server.",
    discussion: """
      The keys file keeps a hash of each key, never the key itself. A server that was started with --keys FILE takes \
      changes over within a second. Exits with 0 when all is well, with 2 for wrong usage or a file that cannot be used.

      Examples:
        juggler keys create ci --scope run --expires 90d
        juggler keys list
        juggler keys revoke ci
        juggler serve --host 0.0.0.0 --keys .juggler/keys.json
      """,
    subcommands: [Create.self, List.self, Revoke.self])

  struct Source: ParsableArguments {
    @Option(
      name: .customLong("keys"),
      help: ArgumentHelp(
        "The keys file (default: \(APIKeyFile.defaultPath)) [JUGGLER_KEYS]", valueName: "file"),
      completion: .file(extensions: ["json"]))
    var path: String?

    var file: APIKeyFile {
      let given = path ?? Environment.process["JUGGLER_KEYS"] ?? ""
      return APIKeyFile(given.isEmpty ? APIKeyFile.defaultPath : given)
    }

    /// Reports what is wrong with the file as a mistake of the user.
    func update<R>(_ change: (inout [APIKeyRecord]) throws -> R) throws -> R {
      do {
        return try file.update(change)
      } catch let error as APIKeyFileError {
        throw UserError(error.description)
      }
    }
  }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key and print it, this once.",
      discussion: """
        The key is all that standard output carries. Who has it may do what its scopes say: read (see definitions, runs and \
        events), run (start and change runs, call workflows, publish events), deploy (store and delete definitions), admin \
        (everything).

        Example:
          juggler keys create ci --scope run --scope read --expires 90d
        """)

    @Argument(help: "What the key is called in lists and logs.")
    var name: String

    @Option(
      name: .customLong("scope"), parsing: .singleValue,
      help: ArgumentHelp("What the key allows: read, run, deploy or admin; once for each.", valueName: "scope"))
    var scopes: [Scope]

    @Option(
      help: ArgumentHelp("How long the key counts, such as 90d or PT12H; for ever unless given.", valueName: "duration")
    )
    var expires: DurationArgument?

    @OptionGroup var source: Source

    func validate() throws {
      guard !name.isEmpty, name.utf8.count <= 100,
        !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
      else { throw ValidationError("the name must be one line of at most 100 characters") }
    }

    func run() throws {
      let key = APIKey.generate()
      let now = Date()
      let record = APIKeyRecord(
        name: name, key: key, scopes: Set(scopes), createdAt: now,
        expiresAt: expires.map { now.addingTimeInterval(Double($0.duration.components.seconds)) })
      try source.update { records in
        if records.contains(where: { $0.name == name }) {
          throw UserError("there is a key '\(name)' already: choose another name, or revoke it first")
        }
        records.append(record)
      }
      StandardStream.output.write(line: key.text)
      StandardStream.error.write(
        line: "juggler: this is the only time that the key is shown; its hash is in \(source.file.path)")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what keys there are.",
      discussion: """
        One line for each: its name, how it begins, its scopes, and when it expires. With --output json, one JSON object a line.

        Example:
          juggler keys list
        """)

    @Option(help: "How to print: text, or json.")
    var output = KeyListStyle.text

    @OptionGroup var source: Source

    func run() throws {
      let records: [APIKeyRecord]
      do throws(APIKeyFileError) {
        records = try source.file.read()
      } catch {
        throw UserError(error.description)
      }
      let now = Date()
      let width = records.map(\.name.count).max() ?? 0
      for record in records {
        switch output {
        case .json:
          var json = record.json.objectValue ?? [:]
          json.removeValue(forKey: "hash")
          StandardStream.output.write(line: JSONValue.object(json).serialized())
        case .text:
          let name = record.name + String(repeating: " ", count: width - record.name.count)
          let scopes = Scope.allCases.filter(record.scopes.contains).map(\.rawValue).joined(separator: ",")
          let expiry = record.expiresAt.map { (record.isExpired(at: now) ? "expired " : "expires ") + $0.rfc3339 }
          StandardStream.output.write(line: "\(name)  \(record.hint)…  \(scopes)  \(expiry ?? "does not expire")")
        }
      }
      if records.isEmpty { StandardStream.error.write(line: "juggler: \(source.file.path) has no keys") }
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key count no more.",
      discussion: """
        Servers that use the file refuse the key within a second.

        Example:
          juggler keys revoke ci
        """)

    @Argument(help: "The key's name.")
    var name: String

    @OptionGroup var source: Source

    func run() throws {
      try source.update { records in
        let count = records.count
        records.removeAll { $0.name == name }
        guard records.count < count else {
          let names = records.map { "'\($0.name)'" }.joined(separator: ", ")
          throw UserError("there is no key '\(name)' in \(source.file.path): it has \(names.isEmpty ? "none" : names)")
        }
      }
    }
  }
}

enum KeyListStyle: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

extension Scope: ExpressibleByArgument {}
