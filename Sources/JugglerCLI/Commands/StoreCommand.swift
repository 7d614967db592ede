import ArgumentParser
import Juggler
import JugglerSQLite

struct StoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Look after a store of runs.",
    discussion: """
      Each command works while runs use the store, and each names it by its file, with or without 'sqlite:'. Exits with 0
      when all is well, with 1 when the store is damaged or cannot be used, with 2 for wrong usage.

      Examples:
        juggler store check runs.db
        juggler store backup runs.db runs-monday.db
        juggler store vacuum runs.db
      """,
    subcommands: [Check.self, Backup.self, Vacuum.self])

  struct Source: ParsableArguments {
    @Argument(help: ArgumentHelp("The store's file.", valueName: "store"), completion: .file())
    var store: String

    /// Opens the store for `body`, and reports why that fails.
    func use(_ body: (SQLiteStore) async throws -> Void) async throws {
      let path = store.hasPrefix("sqlite:") ? String(store.dropFirst(7)) : store
      do {
        let store = try SQLiteStore.existing(path: path)
        try await body(store)
        try await store.close()
      } catch let error as StoreError {
        StandardStream.error.write(line: "juggler: error: \(error)")
        throw ExitCode.faulted
      }
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look for damage in all of a store.",
      discussion: """
        Prints 'ok', or what is wrong, a line each, and then exits with 1.

        Example:
          juggler store check runs.db
        """)

    @OptionGroup var source: Source

    func run() async throws {
      try await source.use { store in
        let problems = try await store.check()
        for line in problems.isEmpty ? ["ok"] : problems { StandardStream.output.write(line: line) }
        if !problems.isEmpty { throw ExitCode.faulted }
      }
    }
  }

  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy a store as it is now, while it is used.",
      discussion: """
        The copy is checked before it gets its name, and is a store by itself. A file of that name is never overwritten.

        Example:
          juggler store backup runs.db runs-monday.db
        """)

    @OptionGroup var source: Source

    @Argument(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
    var destination: String

    func run() async throws { try await source.use { try await $0.backup(to: destination) } }
  }

  struct Vacuum: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give the room of deleted runs back to the disk.",
      discussion: """
        Runs that use the store wait meanwhile, and the disk needs room for a second copy.

        Example:
          juggler store vacuum runs.db
        """)

    @OptionGroup var source: Source

    func run() async throws {
      try await source.use { store in
        let before = store.size
        try await store.vacuum()
        StandardStream.output.write(line: "\(before) bytes before, \(store.size) bytes now")
      }
    }
  }
}
