import ArgumentParser
import Juggler
import JugglerSQLite

/// Where a command finds its runs.
struct RunSource: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store that has the runs, such as sqlite:runs.db. Default: that of 'juggler serve' in this directory.",
      valueName: "store"))
  var store: StoreArgument?

  @OptionGroup var address: ServerAddress

  func validate() throws {
    if store != nil, address.server != nil { throw ValidationError("give --store or --server, not both") }
  }

  static let defaultPath = ".juggler/juggler.db"

  /// Gives `body` the runs, and says in the command line's words why that fails.
  func use<R>(
    secrets: SecretArguments = SecretArguments(), _ body: (any RunAccess) async throws -> R
  ) async throws -> R {
    if let client = address.client {
      return try await ServerAddress.explained { try await body(ServerRuns(client: client)) }
    }
    return try await Self.explained {
      let access = StoredRuns(try open(), secrets: try secrets.sources(environment: .process))
      do {
        let result = try await body(access)
        await access.close()
        return result
      } catch {
        await access.close()
        throw error
      }
    }
  }

  /// The store, which must be there already.
  func open() throws -> SQLiteStore {
    switch store {
    case nil: return try SQLiteStore.existing(path: Self.defaultPath)
    case .sqlite(let path): return try SQLiteStore.existing(path: path)
    case .memory: throw UserError("--store: what a process keeps in memory ends with it; name a store in a file")
    case .postgres: throw UserError("--store: this version has no PostgreSQL; give --store sqlite:PATH")
    }
  }

  static func explained<R>(_ body: () async throws -> R) async throws -> R {
    do {
      return try await body()
    } catch let error as RunCommandError {
      throw UserError(error.advice)
    } catch let fault as Fault {
      throw UserError("\(fault)")
    } catch let error as StoreError {
      StandardStream.error.write(line: "juggler: error: \(error)")
      throw ExitCode.faulted
    }
  }
}

extension RunCommandError {
  /// What it says, and what can be done instead.
  var advice: String {
    switch reason {
    case .unknownRun: "\(self); 'juggler runs list' shows those that there are"
    case .unknownStep: "run \(run) has no such step that ended; 'juggler runs show \(run)' lists those that did"
    case .status(let status):
      switch status {
      case .pending, .running, .waiting:
        "run \(run) is \(status.rawValue), so it needs no more; if its process is gone, --follow drives it here"
      case .suspended: "run \(run) is suspended: it goes on with 'juggler runs resume'"
      case .cancelled, .faulted: "run \(run) is \(status.rawValue): it goes on with 'juggler runs retry'"
      case .completed: "run \(run) is completed: 'juggler runs fork' does it again, from any of its steps"
      }
    }
  }
}
