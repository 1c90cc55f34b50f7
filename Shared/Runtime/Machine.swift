import Glibc

/// The machine and the process.
package enum Machine {
    package static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Host and process, as operators see it beside a job.
    static var name: String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let failed = buffer.withUnsafeMutableBytes { bytes -> Int32 in
            guard let start = bytes.baseAddress else { return -1 }
            return gethostname(start.assumingMemoryBound(to: CChar.self), bytes.count - 1)
        }
        let host = failed == 0 ? String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self) : "host"
        return "\(host):\(getpid())"
    }

    /// Ends the process after so many seconds, whatever still hangs: all that was promised is durable by then.
    static func exit(after seconds: Double) {
        let microseconds = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
        microseconds.initialize(to: UInt32(seconds * 1_000_000))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                usleep(context.assumingMemoryBound(to: UInt32.self).pointee)
                _exit(1)
            }, microseconds)
    }
}

extension Machine {
    /// Ends the process once what it printed is out. What libraries would tear down at exit they would pull away from under threads
    /// that still run, and the kernel takes all of it anyway.
    package static func exit(_ status: Int32) -> Never {
        fflush(nil)
        _exit(status)
    }
}
