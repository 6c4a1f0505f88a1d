using System.Diagnostics;
using System.Globalization;
using Shield.Core.Ledger;

namespace Shield.Hosting;

/// <summary>
/// Names this process for the lease, and tells of another one on this host whether it still lives. Nothing in it depends on the wall clock,
/// which anybody may set: a process began so long after the boot, and a boot has an id.
/// </summary>
public static class ThisProcess
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Processes are numbered anew in each; a link whose target names it.</summary>
    private const string NumbersFile = "/proc/self/ns/pid";

    /// <summary>
    /// Linux tells times of processes in hundredths of a second, whatever the kernel counts in (proc_pid_stat(5), USER_HZ).
    /// </summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// A start is kept as the time from boot to start, counted from 1970. A later one than this was written by version 0.1.0, which took
    /// the wall clock's word.
    /// </summary>
    private static readonly DateTimeOffset LastSinceBoot = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static LoopRunner Runner => new(Holder, IsDead);

    public static LeaseHolder Holder { get; } =
        new(Environment.MachineName, Place(), Environment.ProcessId, StartOf("self") ?? DateTimeOffset.UnixEpoch);

    /// <summary>False wherever it is not certain: a lease that runs out costs a minute, one that is stolen may cost a list.</summary>
    public static bool IsDead(LeaseHolder holder)
    {
        var (boot, numbers) = Split(holder.BootId);
        var (ourBoot, ourNumbers) = Split(Holder.BootId);
        if (holder.Host != Holder.Host || boot.Length is 0 || ourBoot.Length is 0)
        {
            return false;
        }

        if (boot != ourBoot)
        {
            return true;
        }

        // Containers of one host may share a name, and then the boot id with it, but not the processes that they see.
        return (numbers.Length is 0 || numbers == ourNumbers) && !Lives(holder);
    }

    private static bool Lives(LeaseHolder holder)
    {
        if (!Exists(holder.ProcessId))
        {
            return false;
        }

        // It is there. Whether it is the same one: where that cannot be told, it is.
        return holder.StartedAt >= LastSinceBoot
            || StartOf(holder.ProcessId.ToString(CultureInfo.InvariantCulture)) is not { } start
            || start == holder.StartedAt;
    }

    private static bool Exists(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <param name="process">Its number, or <c>self</c>.</param>
    /// <returns>Null where this system does not tell, or not us.</returns>
    private static DateTimeOffset? StartOf(string process)
    {
        try
        {
            // The second field is the program's name in brackets, and may hold anything; the start is the 22nd.
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return
                fields.Length > 19
                && long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && ticks < TimeSpan.MaxValue / Tick
                ? DateTimeOffset.UnixEpoch + (Tick * ticks)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Which boot, and which of the numberings of processes; the first is empty where the system has none.</summary>
    private static string Place()
    {
        try
        {
            var boot = File.ReadAllText(BootIdFile).Trim();
            return File.ResolveLinkTarget(NumbersFile, returnFinalTarget: false) is { Name: var numbers } ? $"{boot} {numbers}" : boot;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static (string Boot, string Numbers) Split(string place) =>
        place.IndexOf(' ', StringComparison.Ordinal) is var at and >= 0 ? (place[..at], place[(at + 1)..]) : (place, "");
}
