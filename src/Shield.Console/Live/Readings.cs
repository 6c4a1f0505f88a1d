using System.Collections.Concurrent;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating;
using Shield.Operating.Explain;
using Shield.Operating.Faults;
using Shield.Operating.Reading;
using Shield.Operating.Status;

namespace Shield.Console.Live;

/// <summary>
/// What pages show, by the services that commands use. Open browsers share each reading: it is made again when something happened, or after
/// half a minute.
/// </summary>
internal sealed class Readings(ConsoleParts parts, Changes changes)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Reading> _shared = new();

    /// <summary>What <c>status</c> says.</summary>
    public Task<Told<StatusResult>> StatusAsync() =>
        SharedAsync("status", async composition => (await StatusRun.ReadAsync(composition, CancellationToken.None)).Result);

    /// <summary>What is decided and how it stands, which <c>threats list</c> chooses from.</summary>
    /// <param name="isAll">The dormant parties too.</param>
    public Task<Told<Overview>> OverviewAsync(bool isAll) =>
        SharedAsync(
            isAll ? "everything" : "alive",
            async composition =>
                await Overview.ReadAsync(
                    await composition.OpenSituationAsync(isAll ? EvidenceScope.Everything : EvidenceScope.Alive, CancellationToken.None),
                    composition.Now,
                    CancellationToken.None
                )
        );

    /// <summary>What <c>explain</c> says of one party.</summary>
    public Task<Told<Explained>> ExplainAsync(Indicator asked, CancellationToken cancellationToken) =>
        ReadAsync(async composition => (await ExplainRun.ReadAsync(composition, asked, withTraffic: false, cancellationToken)).Result);

    /// <summary>Which workloads of ours talked with a party: it takes the PCE seconds, so a page asks for it apart.</summary>
    public Task<Told<TalkedWith?>> TrafficAsync(Indicator asked, CancellationToken cancellationToken) =>
        ReadAsync(async composition =>
            composition.OpenTraffic() is { } traffic ? await traffic.AskAsync([asked], composition.Now, cancellationToken) : null
        );

    /// <summary>One reading that is nobody else's.</summary>
    /// <exception cref="SettingsException">The settings are wrong.</exception>
    public async Task<Told<T>> ReadAsync<T>(Func<Composition, Task<T>> read)
    {
        var notes = new ConcurrentQueue<string>();
        var settings =
            parts.Settings()
            ?? throw new SettingsException(["nothing is decided until the settings are mended; the log names what is wrong"]);
        await using var composition = parts.Compose(settings, notes.Enqueue);
        var value = await read(composition);
        return new Told<T>(value, [.. notes.Distinct()], parts.Clock.GetUtcNow());
    }

    /// <returns>A sentence for whoever reads the page, where it is a fault that can be told; null for none of them.</returns>
    public static string? Sentence(Exception fault) =>
        fault switch
        {
            PceException pce => $"The PCE could not be read: {PceAdvice.Sentence(pce)}",
            LedgerException or SettingsException or RecordedException => fault.Message,
            _ => null,
        };

    /// <returns>Why the state of blocks is unknown; null where it is known.</returns>
    public static string? WhyUnknown(Overview overview) =>
        overview.Unreachable is { } failure ? $"The state of blocks is unknown: {PceAdvice.Sentence(failure)}" : null;

    /// <summary>One reading for all browsers, made again when something happened, or after half a minute.</summary>
    /// <param name="name">What it is; one name is one type.</param>
    public async Task<Told<T>> SharedAsync<T>(string name, Func<Composition, Task<T>> read)
    {
        var generation = changes.Generation;
        var now = parts.Clock.GetTimestamp();
        var reading = _shared.AddOrUpdate(name, _ => New(), (_, known) => IsGood(known) ? known : New());
        return await (Task<Told<T>>)reading.Task.Value;

        Reading New() => new(generation, now, new Lazy<Task>(() => ReadAsync(read)));

        bool IsGood(Reading known) =>
            known.Generation == generation
            && parts.Clock.GetElapsedTime(known.At, now) < Life
            && known.Task is not { IsValueCreated: true, Value.IsFaulted: true };
    }

    private sealed record Reading(long Generation, long At, Lazy<Task> Task);
}
