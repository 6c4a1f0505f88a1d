using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Shield.Console.Access;

/// <summary>
/// Who is signed in. A session ends when nobody used it for a while, after a working day, at a sign-out, and when its user is removed or
/// has another role or password. It lives in this process: a restart ends all of them.
/// </summary>
internal sealed class Sessions(UserFile users, TimeSpan idle, TimeSpan life, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Session> _open = new();

    /// <returns>Its id, which the cookie carries.</returns>
    public string Begin(ConsoleUser user)
    {
        foreach (var (id, _) in _open.Where(pair => Find(pair.Key, isUse: false) is null))
        {
            _open.TryRemove(id, out _);
        }

        var fresh = RandomNumberGenerator.GetHexString(32);
        var now = clock.GetTimestamp();
        _open[fresh] = new Session(user.Name, user.Stamp, user.Role, now) { UsedAt = now };
        return fresh;
    }

    /// <param name="isUse">Somebody did something: it counts against being idle.</param>
    /// <returns>Null where it has ended.</returns>
    public Visitor? Find(string? id, bool isUse)
    {
        if (id is null || !_open.TryGetValue(id, out var session))
        {
            return null;
        }

        var now = clock.GetTimestamp();
        if (
            clock.GetElapsedTime(session.BeganAt, now) >= life
            || clock.GetElapsedTime(session.UsedAt, now) >= idle
            || users.Find(session.Name) is not { } user
            || user.Stamp != session.Stamp
            || user.Role != session.Role
            || RoleWords.Parse(user.Role) is not { } role
        )
        {
            _open.TryRemove(id, out _);
            return null;
        }

        if (isUse)
        {
            session.UsedAt = now;
        }

        return new Visitor(user.Name, role);
    }

    public void End(string? id)
    {
        if (id is not null)
        {
            _open.TryRemove(id, out _);
        }
    }

    private sealed record Session(string Name, string Stamp, string Role, long BeganAt)
    {
        public long UsedAt { get; set; }
    }
}

/// <summary>Whoever looks at the console.</summary>
/// <param name="Name">Null without a sign-in: then nobody knows who it is.</param>
internal sealed record Visitor(string? Name, Role Role)
{
    public static readonly Visitor OnThisMachine = new(null, Role.Viewer);

    public bool MayAct => Name is not null && Role >= Role.Operator;
}
