using Shield.Cli.Printing;
using Shield.Core.Evidence;
using Shield.Operating.Answers;

namespace Shield.Cli.Ingest;

/// <summary>What an input told that no list of parties shows: findings that named nobody, and hosts of ours that attack others.</summary>
internal static class NewsText
{
    /// <summary>So many are listed in one line.</summary>
    private const int Most = 20;

    /// <summary>One line; null where every finding named its party.</summary>
    public static string? NamelessSentence(IReadOnlyDictionary<string, int> nameless) =>
        nameless.Count is 0
            ? null
            : $"{NamelessSummary(nameless)}: "
                + $"{Listed(nameless.OrderByDescending(type => type.Value).Select(type => $"{type.Key} ({type.Value})"))}";

    /// <summary>One line; null where no host of ours attacked anybody.</summary>
    public static string? HostsSentence(AttackingHosts hosts) =>
        hosts.Listed is []
            ? null
            : $"{HostsSummary(hosts)}: "
                + Listed(
                    hosts.Listed.Select(host =>
                        $"{host.Host.Resource} (account {host.Host.Account}, {host.Host.Region}) by {host.Host.Type}"
                    )
                );

    public static void Write(IReadOnlyDictionary<string, int> nameless, AttackingHosts hosts, Screen screen)
    {
        if (hosts.Listed is not [])
        {
            screen.Line($"{HostsSummary(hosts)}. Look at these hosts:", Tone.Bad);
            screen.Table(
                "hosts of ours",
                ["host", "account", "region", "what it did", "findings"],
                hosts.Listed.Select(host =>
                    (string[])[host.Host.Resource, host.Host.Account, host.Host.Region, host.Host.Type, $"{host.Findings}"]
                )
            );
        }

        if (nameless.Count > 0)
        {
            screen.Line($"{NamelessSummary(nameless)}.", Tone.Warning);
            screen.Table(
                "by type",
                ["type", "findings"],
                nameless.OrderByDescending(type => type.Value).Select(type => (string[])[type.Key, $"{type.Value}"])
            );
        }
    }

    private static string NamelessSummary(IReadOnlyDictionary<string, int> nameless) =>
        $"{nameless.Values.Sum()} finding(s) are of types that name a party, but no party could be read in them, so "
        + "nobody is blocked or held for them";

    private static string HostsSummary(AttackingHosts hosts) =>
        $"{hosts.Listed.Select(host => (host.Host.Resource, host.Host.Account, host.Host.Region)).Distinct().Count()} "
        + "host(s) of ours attacked others, who are victims and not blocked";

    private static string Listed(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        return string.Join(", ", all.Take(Most)) + (all.Count > Most ? $" and {all.Count - Most} more" : "");
    }
}
