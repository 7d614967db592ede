import ArgumentParser

/// Where a run's state lives: `memory`, `sqlite:PATH`, `postgres://…`.
enum StoreArgument: ExpressibleByArgument, Equatable, Sendable {
  case memory
  case sqlite(path: String)
  case postgres(url: String)

  init?(argument: String) {
    if argument == "memory" {
      self = .memory
    } else if argument.hasPrefix("sqlite:"), argument.count > 7 {
      self = .sqlite(path: String(argument.dropFirst(7)))
    } else if argument.hasPrefix("postgres://") || argument.hasPrefix("postgresql://") {
      self = .postgres(url: argument)
    } else {
      return nil
    }
  }
}
