namespace Shield.PceSimulator.Users;

/// <summary>Who has an account, by href.</summary>
internal sealed class People
{
    private readonly Dictionary<string, Person> _byHref = [];

    public People(SimulatorOptions options)
    {
        foreach (var user in options.AllUsers)
        {
            // Two keys of one person are one account.
            _byHref.TryAdd(
                user.Href,
                new Person
                {
                    Href = user.Href,
                    Username = user.Username,
                    FullName = user.FullName,
                }
            );
        }

        foreach (var person in options.People)
        {
            Add(person);
        }
    }

    public void Add(Person person) => _byHref[person.Href] = person;

    public Person? Find(string href) => _byHref.GetValueOrDefault(href);
}
