using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Core.Telling;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Notifying.Links;

namespace Shield.Notifying;

/// <summary>
/// Tells what is news after a reconcile, on every channel that is configured. It never throws for a channel or for the ledger: a reconcile
/// is done whether anybody can be told or not.
/// </summary>
public sealed class Newsroom(
    ImmutableArray<ChannelSettings> channels,
    Func<ChannelSettings, IChannel> open,
    ILedger ledger,
    string owner,
    string me,
    IDeadLetters letters,
    TimeProvider clock,
    Func<double> random,
    Action<string> note
)
{
    /// <summary>History is read no farther back for whoever was told nothing yet, or nothing for long.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>By how much the clocks of two instances may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Of any instance: none is more patient than <see cref="Patience.Usual"/>.</summary>
    private static readonly TimeSpan LongestClaim = TimeSpan.FromMinutes(5);

    public Patience Patience { get; init; } = Patience.Usual;

    /// <summary>Null where nobody decides by a link.</summary>
    public HoldLinks? Links { get; init; }

    /// <summary>The same for whoever has an end.</summary>
    public Newsroom Within(TimeSpan most) =>
        new(channels, open, ledger, owner, me, letters, clock, random, note) { Patience = Patience.Within(most), Links = Links };

    /// <param name="host">Settings, clock and name of whoever runs the loop.</param>
    /// <param name="channels">Made of the same settings; lives as long as whoever tells.</param>
    /// <param name="ledger">Where it is noted what was told.</param>
    /// <param name="letters">Where messages go that no channel took.</param>
    public static Newsroom Of(ShieldHost host, ChannelSet channels, ILedger ledger, IDeadLetters letters) =>
        Of(host.Settings, host.Runner, channels, ledger, letters, host.Clock, host.Note);

    /// <summary>The same for whoever has no host at hand.</summary>
    /// <param name="settings">The channels, and the links.</param>
    /// <param name="me">Who tells.</param>
    /// <inheritdoc cref="Of(ShieldHost, ChannelSet, ILedger, IDeadLetters)"/>
    /// <param name="clock">Dates what is told.</param>
    /// <param name="note">Told which channel does not answer.</param>
    public static Newsroom Of(
        ShieldSettings settings,
        LoopRunner me,
        ChannelSet channels,
        ILedger ledger,
        IDeadLetters letters,
        TimeProvider clock,
        Action<string> note
    ) =>
        new(
            settings.Channels,
            channels.Of,
            ledger,
            settings.Pce.OwnerId ?? "",
            me.Name.ToString(),
            letters,
            clock,
            new Random().NextDouble,
            note
        )
        {
            Links = HoldLinks.Of(settings, clock),
        };

    /// <summary>Reconciles, and tells what is news by then; also where it fails.</summary>
    /// <param name="reconcile">The reconcile.</param>
    /// <param name="host">As of <see cref="TellAsync(ReconcileReport, ImmutableArray{Problem}?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends both.</param>
    public async Task<ReconcileReport> FollowAsync(
        Func<CancellationToken, Task<ReconcileReport>> reconcile,
        ImmutableArray<Problem>? host,
        CancellationToken cancellationToken
    )
    {
        ReconcileReport report;
        try
        {
            report = await reconcile(cancellationToken);
        }
        catch (Exception fault) when (fault is PceException or LedgerException)
        {
            await TellAsync(fault, host, cancellationToken);
            throw;
        }

        await TellAsync(report, host, cancellationToken);
        return report;
    }

    /// <summary>After a reconcile.</summary>
    /// <param name="report">What it came to.</param>
    /// <param name="host">What whoever runs the loop knows to be wrong with itself, such as a source of findings; null for a command, which
    /// has none.</param>
    /// <param name="cancellationToken">Ends it; what was not told then is told the next time.</param>
    public Task TellAsync(ReconcileReport report, ImmutableArray<Problem>? host, CancellationToken cancellationToken) =>
        TellAsync(
            (history, now) => Standing.After(report, history, host, now),
            report.Situation?.Decided.History,
            readsHistory: report.Situation is not null,
            isWorthIt: report.Situation is not null || host is not null,
            cancellationToken
        );

    /// <summary>After a reconcile that came to nothing.</summary>
    /// <param name="fault">Why.</param>
    /// <inheritdoc cref="TellAsync(ReconcileReport, ImmutableArray{Problem}?, CancellationToken)"/>
    public Task TellAsync(Exception fault, ImmutableArray<Problem>? host, CancellationToken cancellationToken) =>
        TellAsync((_, now) => Standing.AfterFault(fault, host, now), before: null, readsHistory: false, isWorthIt: true, cancellationToken);

    private async Task TellAsync(
        Func<HistoryTail, DateTimeOffset, Standing> standing,
        HistoryTail? before,
        bool readsHistory,
        bool isWorthIt,
        CancellationToken cancellationToken
    )
    {
        if (channels.IsDefaultOrEmpty || !isWorthIt)
        {
            return;
        }

        try
        {
            var now = clock.GetUtcNow();
            var notes = (await ledger.ReadNotesAsync(NoteKind.Told, cancellationToken)).ToDictionary(told => told.Name);
            var desks = channels.Select(channel => (Channel: channel, Note: notes.GetValueOrDefault(channel.Name))).ToList();
            var states = desks.ToDictionary(desk => desk.Channel.Name, desk => ChannelState.Read(desk.Note));
            var since = states.Values.Min(state => state.Told?.HistoryAt ?? before?.Last?.At ?? now);
            var history =
                readsHistory || before is null && states.Values.Any(state => state.Told is null)
                    ? await ledger.ReadHistoryAsync(since < now - Memory ? now - Memory : since, cancellationToken)
                    : HistoryTail.Empty;
            var holds = standing(history, now);
            await Task.WhenAll(
                desks.Select(desk =>
                    TellAsync(desk.Channel, desk.Note, states[desk.Channel.Name], holds, before ?? history, cancellationToken)
                )
            );
        }
        catch (LedgerException fault)
        {
            note($"nobody was told: {fault.Message}");
        }
    }

    private TimeSpan ClaimFor => (2 * Patience.All) + TimeSpan.FromSeconds(30);

    /// <summary>
    /// A date that lies farther ahead than any that is noted is of a clock that was wrong and has been set back: it must keep nobody
    /// from being told until that day comes.
    /// </summary>
    private static bool IsDue(ChannelSettings channel, ChannelState state, DateTimeOffset now)
    {
        return !LiesAhead(state.Claim?.Until, LongestClaim)
            && !(LiesAhead(state.Fault?.NextTryAt, ChannelFaults.LongestPeace) && state.Fault!.Since <= now + Skew)
            && !(
                channel.Digest > TimeSpan.Zero
                && state.DeliveredAt <= now + Skew
                && LiesAhead(state.DeliveredAt + channel.Digest, channel.Digest)
            );

        bool LiesAhead(DateTimeOffset? at, TimeSpan atMost) => at > now && at <= now + atMost + Skew;
    }

    private async Task TellAsync(
        ChannelSettings channel,
        Note? seen,
        ChannelState state,
        Standing holds,
        HistoryTail before,
        CancellationToken cancellationToken
    )
    {
        var now = holds.Now;
        if (!IsDue(channel, state, now))
        {
            return;
        }

        var told = state.Told ?? Told.Nothing(before, now);
        var (news, then) = told.Tell(holds, channel.Interest, channel.QuietHours?.Contain(now) is true);
        if (news.IsEmpty)
        {
            if (state.Told is null || then != told)
            {
                await NoteAsync(channel, seen?.Content, state with { Told = then, Claim = null }, cancellationToken);
            }

            return;
        }

        // Whoever was faster tells it.
        var claimed = state with
        {
            Told = told,
            Claim = new TellingClaim(me, now + ClaimFor),
        };
        if (!await NoteAsync(channel, seen?.Content, claimed, cancellationToken))
        {
            return;
        }

        var message = Message.Of(news, channel.Name, owner, now);
        var delivery = await new Sending(Patience, clock, random).SendAsync(
            open(channel),
            Links?.AddTo(message) ?? message,
            cancellationToken
        );
        var next = await AfterAsync(delivery, message, claimed, then, cancellationToken);
        await NoteAsync(channel, claimed.ToJson(), next with { Claim = null }, cancellationToken);
    }

    private async Task<ChannelState> AfterAsync(
        Delivery delivery,
        Message message,
        ChannelState state,
        Told then,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        if (delivery is Delivered)
        {
            return state with { Told = then, DeliveredAt = now, Fault = null };
        }

        var fault = ChannelFaults.After(state.Fault, delivery, now);
        note($"notifications on channel '{message.Channel}' do not come through: {Lines.Clean(delivery.What)}");
        if (!ChannelFaults.IsGivenUp(fault, delivery, now))
        {
            return state with { Fault = fault };
        }

        try
        {
            await letters.KeepAsync(new DeadLetter(now, Lines.Clean(delivery.What), message), cancellationToken);
            return state with { Told = then, Fault = fault with { GivenUp = fault.GivenUp + 1 } };
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // It stays news, and is tried again.
            note($"a message that channel '{message.Channel}' does not take cannot be kept: {Lines.Clean(full.Message)}");
            return state with { Fault = fault };
        }
    }

    private Task<bool> NoteAsync(ChannelSettings channel, string? seen, ChannelState state, CancellationToken cancellationToken) =>
        ledger.ReplaceNoteAsync(NoteKind.Told, new Note(channel.Name, state.ToJson()), seen, cancellationToken);
}
