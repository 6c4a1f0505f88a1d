using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Bench;

/// <summary>What a soft never-block list of so many prefixes costs: to read, to hold, and each time that a decision asks it.</summary>
internal static class SoftList
{
    private const int Asked = 1_000_000;

    public static int Run(string path, int rounds)
    {
        var without = Of([]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Environment.CpuUsage.TotalTime;
        var with = Read(path);
        var read = Environment.CpuUsage.TotalTime - start;
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;

        var parties = Parties();
        var (alone, beside) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        var touched = 0;
        for (var round = 0; round < rounds; round++)
        {
            alone = Least(alone, parties, without, out _);
            beside = Least(beside, parties, with, out touched);
        }

        Print($"soft_entries={with.Soft.Sum(source => source.Lists.Sum(list => list.Entries))}");
        Print($"soft_read_seconds={read.TotalSeconds:F2}\nsoft_held_mb={held / 1e6:F1}\nsoft_peak_mb={peak >> 20}");
        Print(
            $"soft_ask_ns={beside.TotalNanoseconds / Asked:F0}\nsoft_without_ns={alone.TotalNanoseconds / Asked:F0}\nsoft_touched={touched}"
        );
        GC.KeepAlive(with);
        return 0;
    }

    /// <summary>By itself, so that nobody holds the file's bytes any longer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NeverBlock Read(string path)
    {
        var file = new SoftFile
        {
            Name = "bench",
            Path = path,
            Format = SoftFormat.Plain,
            Kind = SoftKind.FrontDoor,
        };
        return Of([SoftSource.Read(file, File.ReadAllBytes(path), path)]);
    }

    private static NeverBlock Of(ReadOnlySpan<SoftSource> soft) =>
        NeverBlock.Of(
            new NeverBlockSources
            {
                Allowed = [],
                AllowedDomains = [],
                Own = [],
                Pce = new PceAddresses([], null),
                Soft = [.. soft],
            }
        );

    private static Indicator[] Parties()
    {
        var random = new Random(3);
        var parties = new Indicator[Asked];
        for (var i = 0; i < parties.Length; i++)
        {
            var address = (UInt128)random.NextInt64(1L << 32);
            parties[i] = new Indicator(AddressRange.Between(address, address, AddressFamily.IPv4));
        }

        return parties;
    }

    private static TimeSpan Least(TimeSpan least, Indicator[] parties, NeverBlock neverBlock, out int touched)
    {
        touched = 0;
        var start = Environment.CpuUsage.TotalTime;
        foreach (var party in parties)
        {
            touched += neverBlock.SoftTouching(party).Length;
        }

        var taken = Environment.CpuUsage.TotalTime - start;
        return taken < least ? taken : least;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
