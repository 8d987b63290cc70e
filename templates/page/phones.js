// The phones side by side: who is on which, kept over a reload as long as the stage is the same.

import { Aside } from "./aside.js";
import { Phone } from "./phone.js";
import { Sides } from "./sides.js";

const PHONES = 3;
const KEY = "phones";

export class Phones {
  constructor(place) {
    this.all = [...Array(PHONES).keys()].map(
      (number) => new Phone(number, (phone, person) => this.#put(phone, person), () => this.#keep()),
    );
    this.aside = new Aside((person, chat) => this.#look(person, chat));
    place.append(...this.all.map((phone) => phone.node));
    this.sides = new Sides(place);
  }

  show(scene) {
    const same = this.scene?.epoch === scene.epoch;
    const shown = same ? this.#now() : this.#kept(scene) ?? this.#first(scene);
    this.scene = null;
    const on = (at) => shown[at] ?? shown[0];
    this.all.forEach((phone, at) => phone.show(on(at).person, scene, on(at).chat));
    if (!same) this.aside.node.hidden = true;
    this.scene = scene;
    this.#keep();
  }

  hear(entry) {
    for (const phone of this.all) phone.hear(entry);
    const hidden = this.scene.names.has(entry.from) && this.all.every((phone) => phone.person !== entry.from);
    if (hidden) this.aside.hear(entry, this.scene);
  }

  restage() {
    for (const phone of this.all) phone.restage();
  }

  // After some entries: the marks of what was not read, and the ends of the conversations.
  settle() {
    for (const phone of this.all) phone.settle();
  }

  // Somebody comes onto the phone where nothing has moved for longest.
  #look(person, chat) {
    const [phone] = [...this.all].sort((one, other) => one.moved - other.moved);
    this.#put(phone, person, chat);
    this.aside.node.hidden = true;
  }

  // A person who is on another phone changes places.
  #put(phone, person, chat = 0) {
    const other = this.all.find((one) => one !== phone && one.person === person);
    if (other) other.show(phone.person, this.scene, phone.chat?.id);
    phone.show(person, this.scene, chat);
    phone.held = 0;
    this.#keep();
  }

  #now() {
    return this.all.map((phone) => ({ person: phone.person, chat: phone.chat?.id }));
  }

  #first(scene) {
    const wanted = [...(scene.stage.phones ?? []), ...scene.names.keys()].filter((one) => scene.names.has(one));
    return [...new Set(wanted)].slice(0, PHONES).map((person) => ({ person }));
  }

  #keep() {
    if (!this.scene) return;
    sessionStorage.setItem(KEY, JSON.stringify({ of: mark(this.scene), phones: this.#now() }));
  }

  #kept(scene) {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return kept?.of === mark(scene) && kept.phones.every((one) => scene.names.has(one.person)) ? kept.phones : null;
  }
}

const mark = (scene) => `${location.port} ${scene.epoch}`;
