using System.Collections.Immutable;

namespace Shield.Cli.Demo;

/// <summary>Who appears. All but the visitors and web-1 itself stand in a finding of samples/ (a test says so).</summary>
internal static class Cast
{
    public const string Partner = "198.27.66.140";

    public static ImmutableArray<Party> Parties { get; } =
    [
        new("51.68.144.77", PartyRole.Attacker, "tries passwords on web-1 over SSH"),
        new("167.71.62.19", PartyRole.Attacker, "one of three that probe the ports of web-2"),
        new("88.198.211.146", PartyRole.Attacker, "another of the three"),
        new("2a01:4f9:c011:7a1e::2", PartyRole.Attacker, "the third of them, over IPv6"),
        new("45.76.83.201", PartyRole.Attacker, "a command-and-control server that app-1 talked to: blocked both ways"),
        new("51.68.144.78", PartyRole.Visitor, "a customer, next door to an attacker"),
        new("84.115.23.190", PartyRole.Visitor, "a customer"),
        new("2a02:8388:1c40:9a00::23", PartyRole.Visitor, "a customer, over IPv6"),
        new("161.97.88.41", PartyRole.Victim, "app-2 scanned it: the remote party of a finding, and innocent"),
        new(Partner, PartyRole.Partner, "our auditors: they test the website, and are on the allowlist"),
        new("52.28.14.101", PartyRole.Own, "web-1's own public address, named as an attacker"),
        new("10.20.9.44", PartyRole.Own, "our own bastion, named as an attacker"),
        new("10.20.1.11", PartyRole.Own, "web-1 inside the network"),
        new("198.51.100.0", PartyRole.Sample, "out of a sample finding of GuardDuty's: nobody"),
    ];
}
