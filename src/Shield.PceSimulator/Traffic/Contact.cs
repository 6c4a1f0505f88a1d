namespace Shield.PceSimulator.Traffic;

/// <summary>
/// Somebody tries to reach somebody, once or again and again. What comes of each attempt is decided by the policy that the workloads
/// had then: a contact says who tries, never who is let in.
/// </summary>
public sealed record Contact
{
    /// <summary>An IP address, or the hostname of a workload.</summary>
    public required string From { get; init; }

    /// <summary>An IP address, or the hostname of a workload. An address of a workload is that workload.</summary>
    public required string To { get; init; }

    /// <summary>IANA's number: 6 is TCP, 17 is UDP.</summary>
    public int Protocol { get; init; } = 6;

    /// <summary>Of the destination, from 0 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>When it happens, or when it begins where it happens again and again.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// How often: once in each of these periods from <see cref="At"/> on, at a moment that the seed of the traffic decides. Null: once.
    /// </summary>
    public TimeSpan? Every { get; init; }

    /// <summary>
    /// Connections. Of a contact that happens again and again, the most of one period: the seed of the traffic decides how many, from 1.
    /// </summary>
    public int Connections { get; init; } = 1;

    /// <summary>The name under which the source found the destination, as its VEN saw it in DNS. Null: it asked for none.</summary>
    public string? Name { get; init; }
}
