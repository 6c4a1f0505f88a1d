namespace Shield.PceSimulator.Traffic;

/// <summary>When a contact happens, and how many connections it makes then.</summary>
internal static class Attempts
{
    /// <param name="from">The first moment that counts.</param>
    /// <param name="to">The last moment that counts.</param>
    public static IEnumerable<(DateTimeOffset At, int Connections)> Of(Contact contact, int seed, DateTimeOffset from, DateTimeOffset to)
    {
        if (contact.Every is not { } every)
        {
            if (contact.At >= from && contact.At <= to)
            {
                yield return (contact.At, contact.Connections);
            }

            yield break;
        }

        var dice = new Dice(seed, contact);
        for (var period = Math.Max(0, (from - contact.At).Ticks / every.Ticks); contact.At + (every * period) <= to; period++)
        {
            var at = contact.At + (every * period) + new TimeSpan(dice.Throw(period, 0, every.Ticks));
            if (at >= from && at <= to)
            {
                yield return (at, 1 + (int)dice.Throw(period, 1, contact.Connections));
            }
        }
    }
}
