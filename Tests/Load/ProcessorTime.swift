import Glibc

/// Processor time of processes with their children: what load from elsewhere blurs least.
enum ProcessorTime {
    /// Seconds used by a process and its children, of which those that have ended count if they were waited for.
    static func seconds(ofTree pid: pid_t) -> Double {
        var ticks = stat(pid).map { $0.own + $0.ended } ?? 0
        guard let entries = opendir("/proc") else { return 0 }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            guard let child = pid_t(name), let times = stat(child), times.parent == pid else { continue }
            ticks += times.own + times.ended
        }
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func stat(_ pid: pid_t) -> (parent: pid_t, own: Double, ended: Double)? {
        guard let bytes = try? File.read("/proc/\(pid)/stat") else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        // Behind the name, which may hold anything.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 15, let parent = pid_t(fields[2]) else { return nil }
        let times = (12...15).map { Double(fields[$0]) ?? 0 }
        return (parent, times[0] + times[1], times[2] + times[3])
    }
}
