using System.Diagnostics;
using Shield.Core.Ledger;

namespace Shield.Hosting;

/// <summary>Names this process for the lease, and tells of another one on this host whether it still lives.</summary>
public static class ThisProcess
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Start times come from clock ticks since boot and the boot's own time: two readings may differ by a rounding.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    public static LoopRunner Runner => new(Holder, IsDead);

    public static LeaseHolder Holder { get; } = new(Environment.MachineName, BootId(), Environment.ProcessId, StartOf(Process.GetCurrentProcess()));

    /// <summary>False wherever it is not certain: a lease that runs out costs a minute, one that is stolen may cost a list.</summary>
    public static bool IsDead(LeaseHolder holder)
    {
        if (holder.Host != Holder.Host || holder.BootId.Length is 0 || Holder.BootId.Length is 0)
        {
            return false;
        }

        // Containers of one host may share a name, and then the boot id with it, but not the processes that they see.
        return holder.BootId != Holder.BootId || !Lives(holder);
    }

    private static bool Lives(LeaseHolder holder)
    {
        try
        {
            using var process = Process.GetProcessById(holder.ProcessId);
            return (StartOf(process) - holder.StartedAt).Duration() <= Rounding;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // It ended between the two questions.
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is there, and we may not look closer.
            return true;
        }
    }

    private static DateTimeOffset StartOf(Process process) => new(process.StartTime.ToUniversalTime(), TimeSpan.Zero);

    /// <summary>Empty where the system has none.</summary>
    private static string BootId()
    {
        try
        {
            return File.ReadAllText(BootIdFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
