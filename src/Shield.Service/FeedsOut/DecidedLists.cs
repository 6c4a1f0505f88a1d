using System.Collections.Immutable;
using Shield.Core.Feeds;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Feeds;
using Shield.Hosting.Settings;
using Shield.Service.Reconciling;

namespace Shield.Service.FeedsOut;

/// <summary>
/// What is decided to be blocked, made anew at most once in <see cref="Window"/>, however many ask for it, and each list of it written at
/// most once.
/// </summary>
internal sealed class DecidedLists(ILedgerReader ledger, HostOfSettings hosts, TimeProvider clock) : IDisposable
{
    /// <summary>So old a list may be. What ends, ends there that much later; whoever pulls it asks once a minute at best.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<ServedList, ListBytes> _written = [];
    private ImmutableArray<FeedEntry> _entries;
    private ShieldSettings? _settings;
    private DateTimeOffset _madeAt;

    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    /// <exception cref="UnknownNeverBlockException">What must not be blocked is not known.</exception>
    public async Task<ListBytes> ReadAsync(ServedList list, ShieldSettings settings, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_entries.IsDefault || !ReferenceEquals(settings, _settings) || (clock.GetUtcNow() - _madeAt).Duration() >= Window)
            {
                // Where this fails the list before is no longer given: it may hold what has ended since.
                (_entries, _settings) = (default, settings);
                _written.Clear();
                _madeAt = clock.GetUtcNow();
                _entries = await DecideAsync(settings, _madeAt, cancellationToken);
            }

            if (!_written.TryGetValue(list, out var bytes))
            {
                _written[list] = bytes = ListBytes.Of(list, _entries, settings.Pce.OwnerId ?? "");
            }

            return bytes;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ImmutableArray<FeedEntry>> DecideAsync(
        ShieldSettings settings,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var host = hosts.For(settings);
        var decided = await host.SituationOf(ledger, EvidenceScope.Alive)
            .DecideAsync(await host.ResolvePceAsync(cancellationToken), now, cancellationToken);
        if (decided.NeverBlock.Unreadable is [_, ..] unread)
        {
            throw new UnknownNeverBlockException(string.Join("; ", unread));
        }

        var last = ReconcileReport.FromJson((await ledger.ReadLeaseAsync(cancellationToken)).CompletedReport);
        return DecidedList.Of(decided.Decisions.Select(new StatesByLedger(decided, last).Of), decided.NeverBlock);
    }
}

/// <summary>A source of never-block cannot be read: a list would be made of new blocks, and none is made until it can (law 1).</summary>
internal sealed class UnknownNeverBlockException(string why) : Exception(why);
