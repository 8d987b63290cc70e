// At the edges of a window too narrow for all phones: a button wherever there are more beside.

const SLACK = 8;

export class Sides {
  constructor(place) {
    this.place = place;
    [this.before, this.behind] = document.querySelectorAll(".side");
    this.before.addEventListener("click", () => this.#turn(-1));
    this.behind.addEventListener("click", () => this.#turn(1));
    place.addEventListener("scroll", () => this.#look(), { passive: true });
    new ResizeObserver(() => this.#look()).observe(place);
  }

  #look() {
    const { scrollLeft, scrollWidth, clientWidth } = this.place;
    this.before.hidden = scrollLeft < SLACK;
    this.behind.hidden = scrollWidth - clientWidth - scrollLeft < SLACK;
  }

  #turn(step) {
    this.place.scrollBy({ left: step * this.place.firstElementChild.offsetWidth });
  }
}
