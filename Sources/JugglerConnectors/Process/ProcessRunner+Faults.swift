internal import Juggler
internal import Subprocess
internal import SystemPackage

/// No executable of that name is on the PATH.
struct CommandNotFound: Error {
  var executable: String
}

extension ProcessRunner {
  static func translated(_ error: any Error, executable: String) -> any Error {
    guard let error = error as? SubprocessError else { return error }
    if error.code == .executableNotFound { return CommandNotFound(executable: executable) }
    let cause =
      switch error.underlyingError {
      case .argListTooLong?: "its arguments and environment are too long: pass large values by stdin"
      case .tooManyOpenFiles?, .tooManyOpenFilesInSystem?:
        "no file descriptor is left: raise the limit, for example with `ulimit -n 65536`"
      case .resourceTemporarilyUnavailable?, .noMemory?: "the system allows no further process now"
      case .permissionDenied?: "it may not be executed"
      default: "\(error)"
      }
    return Fault(.runtime, detail: "\(executable) could not be run: \(cause)")
  }
}
